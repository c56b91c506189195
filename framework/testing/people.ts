/**
 * The people of a twin, as those who ask in tests.
 *
 * A twin that can hand out access tokens says where, with the variable `LOCAL_TOKENS_URL`: a GET
 * lists its people, and a POST of `{ "person": "writer" }` answers `{ "access_token": "…" }`.
 *
 * @module
 */

/**
 * Headers with which a request comes from one of the twin's people.
 *
 * @example
 * await app.fetch('/write', { headers: await as('writer') })
 *
 * @throws Error where nobody can be anybody: `LOCAL_TOKENS_URL` is not set, or knows no such person
 */
export async function as(person: string): Promise<{ authorization: string }> {
  const url = process.env['LOCAL_TOKENS_URL']
  if (!url) throw new Error(`Nobody can be ${person} here: no plugged-in twin hands out tokens.`)

  const key = `${url} ${person}`
  const token = tokens.get(key) ?? fetchToken(url, person)
  tokens.set(key, token)
  token.catch(() => tokens.delete(key))
  return { authorization: `Bearer ${await token}` }
}

const tokens = new Map<string, Promise<string>>()

async function fetchToken(url: string, person: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  })
  const { access_token: token } = (await response.json().catch(() => ({}))) as {
    access_token?: string
  }
  if (token) return token
  throw new Error(`${url} gave no token for ${person}: it answered ${response.status}.`)
}
