/**
 * Somebody who knows the site's address, and asks it.
 *
 * @module
 */
interface Answer {
  startMembership?: { url: string }
  membership?: { isRunning: boolean } | null
}

/** A visitor of the site at `baseUrl`. */
export function createVisitor(baseUrl: string) {
  const headers = { origin: baseUrl, 'content-type': 'application/json' }

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(baseUrl + path, { redirect: 'manual', ...init })
    if (response.status < 400) return response
    throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${await response.text()}`)
  }

  return {
    ask,

    /** Tells the probe something. */
    tell: (to: 'queue' | 'event' | 'stream', text: string) =>
      ask('/probe', { method: 'POST', headers, body: JSON.stringify({ to, text }) }),

    /** Whether the probe has heard it, and what answers. */
    async hears(what: string) {
      const response = await ask(`/probe/${encodeURIComponent(what)}`)
      return (await response.json()) as { heard: boolean; answer: string }
    },

    /** Pays for a membership; answers whether the site knows of it yet. */
    async becomeMember(token: string): Promise<() => Promise<boolean>> {
      const query = async (document: string) => {
        const response = await ask('/graphql', {
          method: 'POST',
          headers: { ...headers, authorization: `Bearer ${token}` },
          body: JSON.stringify({ query: document }),
        })
        const { data, errors } = (await response.json()) as { data?: Answer; errors?: unknown }
        if (errors) throw new Error(JSON.stringify(errors))
        return data ?? {}
      }

      const { startMembership } = await query('mutation { startMembership(plan: MONTHLY) { url } }')
      const card = new URLSearchParams({ number: '4242424242424242' })
      await fetch(startMembership!.url, { method: 'POST', body: card, redirect: 'manual' })
      return async () =>
        (await query('{ membership { isRunning } }')).membership?.isRunning === true
    },
  }
}

/**
 * Asks again until the answer is there.
 *
 * @throws Error after `seconds`, default 20, with what was waited for.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  seconds = 20,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000
  while (Date.now() < deadline) {
    const answer = await ask()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`Waited ${seconds} seconds in vain for ${what}.`)
}
