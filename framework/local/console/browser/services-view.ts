/**
 * `<services-view>`: what is plugged in, and what stands in for the world outside.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import { toAddress } from './address.ts'
import type { Overview, ServiceInfo } from './overview.ts'
import { View } from './view.ts'

class ServicesView extends View {
  static override properties = { overview: { attribute: false } }

  declare overview: Overview | undefined

  override render() {
    const { services = [], database, site } = this.overview ?? {}
    return html`<div class="page">
      <h1 class="title">Services</h1>
      <ul class="cards">
        ${services.map(card)}
        <li class="card">
          <div>
            <h2>database</h2>
            <p class="soft">
              ${database?.engine}${database?.missing.length ? html` (off: ${database.missing.join(', ')})` : nothing}
            </p>
          </div>
          <p class="links"><a class="button" href="#/tables">Tables</a></p>
        </li>
        <li class="card">
          <div>
            <h2>site</h2>
            <p class="soft mono">${site}</p>
          </div>
          <p class="links">${site ? outside('Open', site) : nothing}</p>
        </li>
      </ul>
    </div>`
  }
}

function card({ name, description, hasTwin, hasState, links }: ServiceInfo): TemplateResult {
  return html`<li class="card">
    <div>
      <h2>${name}${hasTwin ? html` <span class="note">twin runs here</span>` : nothing}</h2>
      <p class="soft">${description}</p>
    </div>
    <p class="links">
      ${
        hasState
          ? html`<a
              class="button"
              href=${toAddress('services', name)}
              aria-label="State of the twin: ${name}"
              >State</a
            >`
          : nothing
      }
      ${links.map(({ label, href }) => outside(label, href))}
    </p>
  </li>`
}

function outside(label: string, href: string): TemplateResult {
  return html`<a class="button" href=${href} target="_blank" rel="noreferrer">${label}</a>`
}

customElements.define('services-view', ServicesView)
