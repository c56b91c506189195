/**
 * The pages to sign in and to sign up on.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import { sharedPassword, shortestPassword } from '../passwords.ts'
import type { Person } from '../people.ts'
import { toPicture } from '../pictures.ts'
import { clients } from '../tenant.ts'
import { layout, mark } from './layout.ts'

export interface LoginView {
  kind: 'login' | 'signup'
  /** Names the sign-in that goes on. */
  state: string
  email: string
  people: readonly Person[]
  problem?: string
  /** Beyond what Auth0 would say. */
  hint?: string
}

/** What an application must be ready to get back. */
export const simulatedErrors = [
  { error: 'unauthorized', description: 'user is blocked', label: 'The user is blocked' },
  {
    error: 'access_denied',
    description: 'An Action of the tenant did not let this user in',
    label: 'An Action of the tenant refuses',
  },
  {
    error: 'temporarily_unavailable',
    description: 'The authorization server is temporarily unavailable',
    label: 'Auth0 is temporarily unavailable',
  },
  { error: 'server_error', description: 'Internal error', label: 'Auth0 fails' },
]

export function renderLogin(view: LoginView): SafeHtml {
  const isSignUp = view.kind === 'signup'
  const title = isSignUp ? 'Sign up' : 'Welcome'
  return layout({
    title: `${title} | ${clients.site.name}`,
    body: html`<header>
        ${mark()}
        <h1>${title}</h1>
        <p>
          ${isSignUp ? 'Sign up to' : 'Log in to'} continue to
          <strong>${clients.site.name}</strong>.
        </p>
      </header>
      ${view.problem ? renderProblem(view) : ''} ${isSignUp ? '' : renderPeople(view)}
      ${renderForm(view)}
      <p class="other">
        ${isSignUp ? 'Already have an account?' : "Don't have an account?"}
        <a href="/u/${isSignUp ? 'login' : 'signup'}?state=${view.state}"
          >${isSignUp ? 'Log in' : 'Sign up'}</a
        >
      </p>
      ${renderWaysOut(view)}`,
  })
}

function renderProblem({ problem, hint }: LoginView): SafeHtml {
  return html`<div class="problem" role="alert">
    <p>${problem ?? ''}</p>
    ${hint ? html`<p class="hint">${hint}</p>` : ''}
  </div>`
}

function renderPeople({ people, state }: LoginView): SafeHtml {
  if (people.length === 0) return html`<p class="hint">Nobody has an account yet.</p>`
  const rows = people.map(
    (person) =>
      html`<li>
        <button name="person" value="${person.id}">
          <img src="${toPicture(person)}" alt="" width="40" height="40" />
          <span><strong>${person.name}</strong> <small>${describe(person)}</small></span>
        </button>
      </li>`,
  )
  return html`<form method="post" action="/u/login?state=${state}">
      <input type="hidden" name="action" value="pick" />
      <h2>Continue as</h2>
      <ul class="people">
        ${rows}
      </ul>
    </form>
    <p class="or"><span>or</span></p>`
}

function describe({ handle = 'signed up', permissions, blocked }: Person): string {
  const what = permissions.length > 0 ? permissions.join(', ') : 'no permissions'
  return [handle, what, ...(blocked ? ['blocked'] : [])].join(' · ')
}

function renderForm({ kind, state, email, problem }: LoginView): SafeHtml {
  const isSignUp = kind === 'signup'
  const action = `/u/${kind}?state=${state}`
  return html`<form method="post" action="${action}">
    <label>
      <span>Email address</span>
      <input
        type="email"
        name="email"
        value="${email}"
        required
        maxlength="254"
        autocomplete="username"
        ${problem ? html`aria-invalid="true"` : ''}
      />
    </label>
    <label>
      <span>Password</span>
      <input
        type="password"
        name="password"
        required
        maxlength="200"
        autocomplete="${isSignUp ? 'new-password' : 'current-password'}"
        ${isSignUp ? html`minlength="${shortestPassword}"` : ''}
        ${problem ? html`aria-invalid="true"` : ''}
      />
    </label>
    <p class="hint">
      ${
        isSignUp
          ? `Any address and any ${shortestPassword} characters: nothing is sent anywhere.`
          : html`Those above have the password <code>${sharedPassword}</code>.`
      }
    </p>
    <button class="button" name="action" value="default">Continue</button>
  </form>`
}

function renderWaysOut({ kind, state }: LoginView): SafeHtml {
  const action = `/u/${kind}?state=${state}`
  return html`<form class="out" method="post" action="${action}">
      <button class="quiet" name="action" value="cancel">Cancel</button>
    </form>
    <form class="out" method="post" action="${action}">
      <input type="hidden" name="action" value="fail" />
      <details>
        <summary>Let it go wrong</summary>
        <p class="hint">Goes back to the application with an error, as Auth0 would.</p>
        <div class="errors">
          ${simulatedErrors.map(
            ({ error, label }) =>
              html`<button class="quiet" name="error" value="${error}">
                ${label} <code>${error}</code>
              </button>`,
          )}
        </div>
      </details>
    </form>`
}
