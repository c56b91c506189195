/**
 * A visitor of the site, who expects that all goes well.
 *
 * @module
 */

export type Headers = Record<string, string>

export type Visitor = ReturnType<typeof createVisitor>

export function createVisitor(site: string) {
  async function ask(path: string, who: Headers, method = 'GET', body?: URLSearchParams) {
    const headers = { ...who, origin: site, accept: 'text/html' }
    const init = { method, headers, redirect: 'manual' as const, ...(body && { body }) }
    return expectOk(fetch(`${site}${path}`, init), `${method} ${path}`)
  }

  async function post<T>(path: string, data: object, who: Headers): Promise<T> {
    const headers = { ...who, origin: site, 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(data) }
    return (await (await expectOk(fetch(`${site}${path}`, init), `POST ${path}`)).json()) as T
  }

  return {
    site,
    ask,
    post,

    /** Asks where there is nothing, or what is refused; answers the status. */
    async knock(path: string, who: Headers, method = 'GET', data?: object): Promise<number> {
      const headers = { ...who, origin: site, 'content-type': 'application/json' }
      const init = { method, headers, ...(data && { body: JSON.stringify(data) }) }
      return (await fetch(`${site}${path}`, { ...init, redirect: 'manual' })).status
    },

    async graphql<T>(query: string, who: Headers): Promise<T> {
      const { data, errors } = await post<{ data: T; errors?: object[] }>(
        '/graphql',
        { query },
        who,
      )
      if (errors) throw new Error(`${query} was answered ${JSON.stringify(errors)}`)
      return data
    },

    /** A new person of the twin's, of the kind of one that it has. */
    async person(kind: string, name: string): Promise<Headers> {
      const page = await (await ask('/sign-in', {})).text()
      const issuer = /data-issuer="(http:\/\/localhost:\d+\/)"/.exec(page)?.[1]
      if (!issuer) throw new Error(`Nobody can sign in at ${site}.`)
      const claims = {
        sub: `auth0|${name}`,
        'https://plugboard/name': name,
        'https://plugboard/email': `${name}@example.com`,
      }
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person: kind, claims }),
      }
      const response = await expectOk(fetch(`${issuer}twin/tokens`, init), `a token for ${name}`)
      const { access_token: token } = (await response.json()) as { access_token: string }
      return { authorization: `Bearer ${token}` }
    },
  }
}

/** @throws Error with what was answered */
export async function expectOk(asked: Promise<Response>, what: string): Promise<Response> {
  const response = await asked
  if (response.status < 400) return response
  throw new Error(`${what}: ${response.status} ${(await response.text()).slice(0, 500)}`)
}

/** @throws Error where it is not so within 20 seconds */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Waited for ${what} in vain.`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
