/**
 * `/sign-in`: renews the session if that is all it needs, and otherwise leads to the provider.
 *
 * @module
 */
import { toReturnPath } from '../return-path.ts'
import { createClient, readSettings } from './client.ts'
import { explain } from './explain.ts'
import { failure, isTransient, toFailure } from './failures.ts'
import type { Here } from './here.ts'
import type { Settings } from './kept.ts'
import { renew } from './renew.ts'
import { endSession } from './site-session.ts'

/** @param element - holds the provider, and the way back, in data attributes */
export async function signIn(element: HTMLElement, here: Here): Promise<void> {
  const settings = readSettings(element)
  const back = toReturnPath(element.dataset['return'] ?? null)
  const isSignUp = new URLSearchParams(location.search).has('sign-up')
  try {
    if (!isSignUp && (await hasRenewed(settings, here))) {
      requireProgress()
      return location.replace(back)
    }
    await requireReachable(settings)
    await createClient(settings).loginWithRedirect({
      appState: { back },
      ...(isSignUp && { authorizationParams: { screen_hint: 'signup' } }),
      // This page is none to go back to.
      openUrl: (url) => location.replace(url),
    })
  } catch (error) {
    explain(element, { failure: toFailure(error), back })
  }
}

async function hasRenewed(settings: Settings, here: Here): Promise<boolean> {
  const kept = here.findKept()
  if (!kept) return false
  try {
    if (kept.issuer !== settings.issuer) throw failure('login_required')
    await renew(settings, here)
    return true
  } catch (error) {
    if (isTransient(toFailure(error))) throw error
    await endSession(here)
    return false
  }
}

// A page that sends people here again and again, whatever they bring, is not to keep them turning.
function requireProgress() {
  const now = Date.now()
  const times = (JSON.parse(sessionStorage.getItem('auth') ?? '[]') as number[])
    .filter((time) => now - time < 10_000)
    .concat(now)
  sessionStorage.setItem('auth', JSON.stringify(times))
  if (times.length > 3) throw failure('session_refused')
}

// The browser's own page for an address that does not answer would say nothing of ours.
async function requireReachable({ issuer }: Settings) {
  const signal = AbortSignal.timeout(8000)
  await fetch(`${issuer}.well-known/openid-configuration`, { mode: 'no-cors', signal })
}
