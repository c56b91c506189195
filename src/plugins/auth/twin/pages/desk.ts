/**
 * The tenant's dashboard, as far as a twin needs one.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import type { TwinAction, TwinRow, TwinState } from '#framework/service.ts'
import type { Lifetimes } from '../settings.ts'
import { toState } from '../state.ts'
import type { Store } from '../store.ts'
import { clients, localAudience } from '../tenant.ts'
import { layout, mark } from './layout.ts'

/** @param said - what the last button did */
export async function renderDesk({ store, said }: { store: Store; said: string }) {
  const { tenant, settings } = store
  const { sections, actions = [] } = await toState(store)
  return layout({
    title: 'Auth0 twin',
    isWide: true,
    body: html`<header>
        ${mark()}
        <h1>Auth0, on this machine</h1>
        <p>
          The tenant <code>localhost:${tenant.port}</code> signs people in to
          <a href="${tenant.siteOrigin}">${tenant.siteOrigin}</a>. Your own tenant takes its place
          when <code>AUTH0_DOMAIN</code> is set: see <code>docs/auth0.md</code>.
        </p>
      </header>
      ${said ? html`<p class="said" role="status">${said}</p>` : ''} ${sections.map(renderSection)}
      <div class="actions">${actions.map((action) => renderButton(action))}</div>
      ${renderLifetimes(settings.get())} ${renderTokens(store)} ${renderAddresses(store)}`,
  })
}

function renderSection({ title, columns, rows, empty }: TwinState['sections'][number]): SafeHtml {
  if (rows.length === 0) {
    return html`<section>
      <h2>${title}</h2>
      <p class="hint">${empty ?? ''}</p>
    </section>`
  }
  const hasActions = rows.some(({ actions }) => actions)
  return html`<section>
    <h2>${title}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table>
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col">${column}</th>`)}
            ${hasActions ? html`<th scope="col"><span class="hidden">Actions</span></th>` : ''}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => renderRow(row, hasActions))}
        </tbody>
      </table>
    </div>
  </section>`
}

function renderRow({ id, cells, actions = [] }: TwinRow, hasActions: boolean): SafeHtml {
  const buttons = actions.map((action) => renderButton(action, id))
  return html`<tr>
    ${cells.map((cell) => html`<td>${cell ?? '–'}</td>`)}
    ${hasActions ? html`<td><div class="actions">${buttons}</div></td>` : ''}
  </tr>`
}

function renderButton({ name, label }: TwinAction, id = ''): SafeHtml {
  return html`<form method="post" action="/twin/act">
    <input type="hidden" name="id" value="${id}" />
    <button class="quiet" name="action" value="${name}">${label}</button>
  </form>`
}

function renderLifetimes(lifetimes: Lifetimes): SafeHtml {
  return html`<section>
    <h2>Lifetimes, in seconds</h2>
    <dl>
      ${Object.entries(lifetimes).map(
        ([name, seconds]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${seconds}</dd>
          </div>`,
      )}
    </dl>
    <p class="hint">
      To change one: <code>POST /twin/settings</code> with <code>{"accessToken":60}</code>.
    </p>
  </section>`
}

function renderTokens({ tenant }: Store): SafeHtml {
  const command =
    `curl -s ${tenant.origin}/twin/tokens -H 'content-type: application/json' ` +
    `-d '{"person":"writer"}'`
  return html`<section>
    <h2>A token without signing in</h2>
    <pre tabindex="0">${command}</pre>
    <p class="hint">
      For programs that test the API. <code>expires_in</code> and <code>claims</code> change what is
      in it, <code>{"client":true}</code> is for a program’s own token.
    </p>
  </section>`
}

function renderAddresses({ tenant }: Store): SafeHtml {
  const rows: [string, string][] = [
    ['Issuer', tenant.issuer],
    ['API', localAudience],
    ['Application', clients.site.id],
    ['A program (client credentials)', `${clients.machine.id} / ${clients.machine.secret}`],
    ['Allowed callback URLs', tenant.callbackUrls.join(', ')],
    ['Allowed logout URLs', tenant.logoutUrls.join(', ')],
    ['Allowed web origins', tenant.siteOrigin],
  ]
  return html`<section>
    <h2>How the tenant is set up</h2>
    <dl>
      ${rows.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`
}
