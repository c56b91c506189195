/**
 * `/signed-in`: exchanges what the provider sent along for a session, and leads back.
 *
 * @module
 */
import { toReturnPath } from '../return-path.ts'
import { createClient, readSettings } from './client.ts'
import { explain } from './explain.ts'
import { failure, toFailure } from './failures.ts'
import type { Here } from './here.ts'
import { startSession } from './site-session.ts'

/** @param element - holds the provider in data attributes */
export async function finishSignIn(element: HTMLElement, here: Here): Promise<void> {
  const settings = readSettings(element)
  let back = '/'
  try {
    const client = createClient(settings)
    if (!/[?&]state=/.test(location.search)) throw failure('missing_transaction')
    const { appState } = await client.handleRedirectCallback<{ back?: string }>()
    back = toReturnPath(appState?.back ?? null)
    const token = await client.getTokenSilently({ cacheMode: 'cache-only', detailedResponse: true })
    await startSession(settings, token!, here)
    location.replace(back)
  } catch (error) {
    const { appState } = error as { appState?: { back?: string } }
    if (appState?.back) back = toReturnPath(appState.back)
    const problem = toFailure(error)
    // Somebody who is signed in looked this page up again.
    if (problem.code === 'missing_transaction' && here.findPerson()) return location.replace('/')
    if (!here.findPerson()) here.forget()
    explain(element, { failure: problem, back })
  }
}
