/**
 * The page of one's own account: the profile, and the ways out. It works without JavaScript.
 *
 * @module
 */
import { toSlots } from 'plugboard:layout'
import type { AppError } from '#framework/errors.ts'
import { html as markup } from '#framework/html.ts'
import type { HttpResponse, ResponseInit } from '#framework/http.ts'
import type { User } from '#framework/identity.ts'
import type { Account } from './accounts.ts'
import { messagePage } from './pages.ts'
import { longestName } from './provider-profile.ts'
import { readManagement } from './settings.ts'
import { providerData } from './sign-in-pages.ts'

export interface AccountPageProps {
  account: Account
  user: User
  saved?: boolean
  /** The name as it was typed. */
  typed?: string
  /** What is wrong with it. */
  problem?: AppError
}

/** The whole page. */
export function accountPage(props: AccountPageProps, init?: ResponseInit): HttpResponse {
  const { user, saved } = props
  const body = markup`${saved ? markup`<p class="notice" role="status">Saved.</p>` : null}
    <section aria-labelledby="account-profile">
      <h2 class="section-title" id="account-profile">Profile</h2>
      ${facts(props)} ${profileForm(props)}
    </section>
    ${toSlots('account-page', '/account')}
    ${takeAlong()} ${signOut()} ${leave()}`

  return messagePage({ title: 'Your account', path: '/account', body: named(user, body) }, init)
}

// Where the browser's part finds out whose page this is.
function named({ id }: User, body: ReturnType<typeof markup>) {
  return markup`<div class="account" data-auth="account" data-user="${id}">${body}</div>`
}

function profileForm({ account, typed = account.name, problem }: AccountPageProps) {
  const message = problem && (problem.errors?.[0]?.message ?? problem.message)
  const marks = markup`aria-invalid="true" aria-describedby="account-name-problem"`
  const notice = markup`<p class="problem-text" id="account-name-problem">
    ${problem?.status === 409 ? 'It was changed elsewhere in the meantime: save again to replace it.' : message}
    <code>${problem?.code}</code>
  </p>`

  return markup`<form class="form" method="post" action="/account">
    <input type="hidden" name="version" value="${account.version}" />
    <div class="field">
      <label for="account-name">Name</label>
      <input
        id="account-name"
        name="name"
        autocomplete="name"
        required
        maxlength="${longestName}"
        value="${typed}"
        ${problem ? marks : null}
      />
      ${problem ? notice : null}
    </div>
    <div class="form-actions"><button class="button" type="submit">Save</button></div>
  </form>`
}

function facts({ account, user }: AccountPageProps) {
  return markup`<dl class="account-facts">
    ${account.email ? markup`<div><dt>E-mail</dt><dd>${account.email}</dd></div>` : null}
    <div>
      <dt>Here since</dt>
      <dd><time datetime="${account.createdAt}">${account.createdAt.slice(0, 10)}</time></dd>
    </div>
    <div>
      <dt>You may</dt>
      <dd>${user.permissions.length > 0 ? user.permissions.join(', ') : 'read everything that is public'}</dd>
    </div>
  </dl>`
}

function takeAlong() {
  return markup`<section aria-labelledby="account-export">
    <h2 class="section-title" id="account-export">Your data</h2>
    <p>All that is kept of you, in one file.</p>
    <p><a class="button button-quiet" href="/account/export" download>Download</a></p>
  </section>`
}

function signOut() {
  return markup`<section aria-labelledby="account-sign-out">
    <h2 class="section-title" id="account-sign-out">Sign out</h2>
    <div class="form-actions">
      <form method="post" action="/auth/sign-out" data-auth="sign-out" ${providerData()}>
        <button class="button" type="submit">Sign out</button>
      </form>
      <form method="post" action="/account/sign-out-everywhere">
        <button class="button button-quiet" type="submit">Sign out on every device</button>
      </form>
    </div>
  </section>`
}

function leave() {
  const kept = readManagement()
    ? 'Your sign-in goes, too.'
    : 'The sign-in provider keeps its own record of you; ask there to have it deleted.'

  return markup`<section aria-labelledby="account-delete">
    <h2 class="section-title" id="account-delete">Delete your account</h2>
    <p>There is no way back. What you have published stays, under the name it has. ${kept}</p>
    <form class="form" method="post" action="/account/delete">
      <label class="account-confirm">
        <input type="checkbox" name="confirm" value="yes" required />
        <span>Delete my account and all that is kept of me</span>
      </label>
      <div class="form-actions">
        <button class="button button-quiet account-delete" type="submit">Delete the account</button>
      </div>
    </form>
  </section>`
}
