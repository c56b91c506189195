/**
 * Whom a developer can be in the explorer: the people of whichever twin hands out access tokens.
 *
 * Such a twin says where, with the variable `LOCAL_TOKENS_URL`; the explorer knows no more of it.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import type { TwinAnswer } from '#framework/twin.ts'

/** Answers `GET /people` with their names, and `POST /people` with a token for one of them. */
export async function answerPeople(
  request: IncomingMessage,
  url: string | undefined,
): Promise<TwinAnswer> {
  if (!url) return toJson(200, { people: [] })
  const init =
    request.method === 'POST'
      ? { method: 'POST', headers: type, body: Buffer.concat(await request.toArray()) }
      : {}
  try {
    const response = await fetch(url, init)
    return { status: response.status, headers: type, body: await response.text() }
  } catch (error) {
    return toJson(502, { error: `No answer from ${url}: ${(error as Error).message}` })
  }
}

const type = { 'content-type': 'application/json' }

function toJson(status: number, body: object): TwinAnswer {
  return { status, headers: type, body: JSON.stringify(body) }
}
