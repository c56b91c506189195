/**
 * Calls to the console's own server.
 *
 * @module
 */

/**
 * Sends a body as JSON, a file as it is.
 *
 * @throws Error in the server's words.
 */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await ask(method, path, body)
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T)
}

/** For what is not JSON. @throws Error in the server's words. */
export async function ask(method: string, path: string, body?: unknown): Promise<Response> {
  const init = body === undefined ? {} : body instanceof Blob ? toRaw(body) : toJson(body)
  const response = await fetch(`/api/${path}`, { method, ...init }).catch(() => {
    throw new Error('The local cloud does not answer. Is npm start running?')
  })
  if (response.ok) return response
  const { problem } = (await response.json()) as { problem?: string }
  throw new Error(problem ?? `It answered ${response.status}.`)
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

/** Asks for something; what goes wrong is said, and answered with nothing. */
export async function read<T>(path: string): Promise<T | undefined> {
  try {
    return await call<T>('GET', path)
  } catch (error) {
    say((error as Error).message, 'bad')
    return undefined
  }
}

function toJson(body: unknown) {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

function toRaw(body: Blob) {
  return { headers: { 'content-type': body.type || 'application/octet-stream' }, body }
}
