/**
 * Calls to the console's own server.
 *
 * @module
 */

/** @throws Error in the server's words. */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/api/${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }).catch(() => {
    throw new Error('The local cloud does not answer. Is npm start running?')
  })
  if (response.status === 204) return undefined as T
  const answer = (await response.json()) as T & { problem?: string }
  if (!response.ok) throw new Error(answer.problem ?? `It answered ${response.status}.`)
  return answer
}

/** Tells everybody on the page in one line: what was done, or what went wrong. */
export function say(message: string, tone: 'good' | 'bad' = 'good'): void {
  document.dispatchEvent(new CustomEvent('say', { detail: { message, tone } }))
}

/** Does something, and says how it went. */
export async function act(work: () => Promise<unknown>, done: string): Promise<boolean> {
  try {
    await work()
    say(done)
    return true
  } catch (error) {
    say((error as Error).message, 'bad')
    return false
  }
}
