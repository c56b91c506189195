/**
 * Why a sign-in did not work, in words, with a way on.
 *
 * @module
 */
import type { Failure } from './failures.ts'

const unreachable = [
  'The sign-in provider does not answer',
  'Nothing is wrong with your account. Try again in a moment; check your connection if it stays like this.',
] as const
const lost = [
  'This sign-in is not known here',
  'It was begun in another tab or another browser, it took too long, or it was finished before. Begin again.',
] as const
const explanations: Record<string, readonly [title: string, text: string]> = {
  access_denied: [
    'You are not signed in',
    'The sign-in was cancelled, or the sign-in provider refused it.',
  ],
  unauthorized: [
    'You cannot sign in',
    'The sign-in provider does not let this account in. Ask whoever runs this site.',
  ],
  missing_transaction: lost,
  state_mismatch: lost,
  invalid_grant: lost,
  unreachable,
  timeout: unreachable,
  request_error: unreachable,
  temporarily_unavailable: unreachable,
  server_error: unreachable,
  too_many_requests: unreachable,
  KEYS_UNAVAILABLE: unreachable,
  clock_wrong: [
    'The clock of this device is wrong',
    'What the sign-in provider sent is valid at another time than this. Set date and time of the device, best automatically, and sign in again.',
  ],
  cookies_refused: [
    'This browser keeps no cookies',
    'A session needs one. Allow cookies for this site, and sign in again.',
  ],
  storage_refused: [
    'This browser keeps nothing for this site',
    'A sign-in needs the browser’s storage. Allow it for this site, or leave the private window, and sign in again.',
  ],
  session_refused: [
    'You are signed in, and the page does not see it',
    'The page sent you here several times in a row. Wait a moment, and try again.',
  ],
}

/** Shows what went wrong in place of what the page said. */
export function explain(
  element: HTMLElement,
  { failure: { code, message }, back }: { failure: Failure; back: string },
): void {
  const [title, text] = explanations[code] ?? [
    'You are not signed in',
    'Signing in did not work. Try again; if it fails again, tell whoever runs this site the code below.',
  ]
  const heading = document.querySelector('#auth-title')
  if (heading) heading.textContent = title
  document.title = document.title.replace(/^.*? · /, `${title} · `)

  const again = `/sign-in?return=${encodeURIComponent(back)}`
  const actions = make('p', 'form-actions')
  actions.append(
    link('Try again', again, 'button'),
    link('To the front page', '/', 'button button-quiet'),
  )
  const notice = make('p', 'notice notice-problem', text)
  notice.role = 'alert'
  const hint = make('p', 'hint', 'Code ')
  hint.append(make('code', '', code), message ? `: ${message}` : '')

  element.classList.add('stack')
  element.replaceChildren(
    notice,
    actions,
    ...(code === 'access_denied' ? [signUp(again)] : []),
    hint,
  )
}

// Perhaps they turned back because they had nothing to sign in with.
function signUp(again: string) {
  const line = make('p', '', 'No account yet? ')
  line.append(link('Sign up', again.replace('?', '?sign-up&')))
  return line
}

function link(text: string, href: string, className = '') {
  return Object.assign(make('a', className, text), { href })
}

function make(name: string, className: string, text = '') {
  const element = document.createElement(name)
  if (className) element.className = className
  element.textContent = text
  return element
}
