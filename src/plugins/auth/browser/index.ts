/**
 * Auth in the browser, on every page: who is signed in, and when their session is to be renewed.
 *
 * What signs people in and out is far larger, and comes when it is needed.
 *
 * @module
 */
import { here } from './here.ts'
import { findKept, forget, type Kept } from './kept.ts'
import { findPerson, showPerson } from './person.ts'

const steps = {
  'sign-in': async (element: HTMLElement) => (await import('./sign-in.ts')).signIn(element, here),
  'signed-in': async (element: HTMLElement) =>
    (await import('./signed-in.ts')).finishSignIn(element, here),
}

let timer: ReturnType<typeof setTimeout> | undefined
let isBusy = false

showPerson()
start()

function start() {
  for (const [step, run] of Object.entries(steps)) {
    const element = document.querySelector<HTMLElement>(`[data-auth="${step}"]`)
    if (element) return void run(element)
  }
  document
    .querySelector<HTMLFormElement>('form[data-auth="sign-out"]')
    ?.addEventListener('submit', signOut)
  document.addEventListener('visibilitychange', followSession)
  // Somebody signed in or out in another tab.
  addEventListener('storage', ({ key }) => {
    if (key === 'auth') showPerson()
  })
  followSession()
}

// One timer while the page is open, and a look when somebody comes back to it: a page that nobody
// looks at renews nothing.
function followSession() {
  clearTimeout(timer)
  const kept = findKept()
  if (!kept || isBusy) return
  if (!findPerson()) return forget()

  const wait = kept.renewAt - Date.now()
  if (!isDue(kept)) timer = setTimeout(followSession, Math.min(wait, 2 ** 31 - 1))
  else if (document.visibilityState === 'visible') void renew()
}

// Of several tabs the first renews for all: each exchange of a refresh token that is broken off, by
// somebody who goes on to another page, is a session lost.
async function renew() {
  isBusy = true
  try {
    await inTurn(async () => {
      if (isDue(findKept())) await (await import('./renew.ts')).renewOrEnd(here)
    })
  } catch {
    // The provider could not be reached: another try when somebody comes back.
    return
  } finally {
    isBusy = false
  }
  showPerson()
  if (findPerson()) {
    followSession()
    // The page has more for whoever is signed in, and was made before we knew.
    if (document.querySelector('[data-auth="reserved"]')) location.reload()
  }
}

function isDue(kept: Kept | undefined): boolean {
  return kept !== undefined && kept.renewAt <= Date.now()
}

/** One tab after the other, where the browser can tell. */
function inTurn(work: () => Promise<void>): Promise<void> {
  const locks = navigator.locks as LockManager | undefined
  return locks ? locks.request('auth', work) : work()
}

async function signOut(event: Event) {
  event.preventDefault()
  const form = event.currentTarget as HTMLFormElement
  try {
    await (await import('./sign-out.ts')).signOut(form, here)
  } catch {
    // The form does what is ours to do: it ends the site's own session.
    form.submit()
  }
}
