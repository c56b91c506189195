/**
 * What a visitor sees when something is not there or went wrong.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import type { ProblemPageProps } from './types.ts'

/** The body of every error page. The code and the request's id are for whoever is told of it. */
export function problemPage({
  status,
  title,
  detail,
  code,
  requestId,
}: ProblemPageProps): SafeHtml {
  return html`<section class="page problem" aria-labelledby="problem">
    ${status === 404 ? missing : fallen}
    <div>
      <p class="problem-status">${status}</p>
      <h1 class="page-title" id="problem">${title}</h1>
      ${detail && detail !== title ? html`<p class="standfirst">${detail}</p>` : null}
      <p><a class="button" href="/">Go to the front page</a></p>
      <dl class="problem-facts">
        <div>
          <dt>Code</dt>
          <dd><code>${code}</code></dd>
        </div>
        <div>
          <dt>Request</dt>
          <dd><code>${requestId}</code></dd>
        </div>
      </dl>
    </div>
  </section>`
}

/** Two posts and no beam: it is somewhere else. */
const missing = html`<svg
  class="problem-art"
  viewBox="0 0 120 120"
  aria-hidden="true"
  focusable="false"
>
  <rect x="20" y="40" width="16" height="70" class="post" />
  <rect x="84" y="40" width="16" height="70" class="post" />
  <path d="M9 12.5h102v22H9z" class="gone" />
</svg>`

/** The beam has slipped. */
const fallen = html`<svg
  class="problem-art"
  viewBox="0 0 120 120"
  aria-hidden="true"
  focusable="false"
>
  <rect x="20" y="40" width="16" height="70" class="post" />
  <rect x="84" y="40" width="16" height="70" class="post" />
  <rect x="6" y="56" width="104" height="22" transform="rotate(-27 60 66)" class="beam" />
</svg>`
