/**
 * The people of the twin behind a running site, for suites that know its address and nothing else.
 *
 * @module
 */

/**
 * An access token of one of the twin's people: `reader`, `writer`, … Undefined where nobody can sign
 * in, and at a site whose people are real; there `WRITER_TOKEN` and the like may lend one.
 */
export async function findToken(baseUrl: string, person: string): Promise<string | undefined> {
  const lent = process.env[`${person.toUpperCase()}_TOKEN`]
  if (lent) return lent

  const page = await (await fetch(`${baseUrl}/sign-in`)).text()
  const issuer = /data-issuer="(http:\/\/localhost:\d+\/)"/.exec(page)?.[1]
  if (!issuer) return undefined

  const response = await fetch(`${issuer}twin/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  })
  return ((await response.json()) as { access_token?: string }).access_token
}
