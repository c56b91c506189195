/**
 * Auth0's Management API: what only the sign-in provider can end or erase.
 *
 * Without an account for it (`AUTH0_MANAGEMENT_CLIENT_ID`) nothing is asked, and the functions say so.
 *
 * @module
 */
import { log } from '#framework/log.ts'
import { errors } from './errors.ts'
import { send, type Incoming } from './request.ts'
import { readManagement, type Management } from './settings.ts'
import { nowInSeconds } from './time.ts'

/**
 * Deletes a person at the provider. Answers whether that was done; who is gone already, is.
 *
 * @throws SIGN_IN_PROVIDER_FAILED
 */
export async function deleteAtProvider(id: string): Promise<boolean> {
  const management = readManagement()
  if (!management) return false

  const path = `users/${encodeURIComponent(id)}`
  const answer = await remove(management, path)
  if (!isDone(answer)) throw fail(path, answer)
  return true
}

/**
 * Ends a person's sessions at the provider, and takes back their refresh tokens. Answers whether that
 * was done: not every plan of Auth0's lets it be.
 *
 * @throws SIGN_IN_PROVIDER_FAILED
 */
export async function endSessionsAtProvider(id: string): Promise<boolean> {
  const management = readManagement()
  if (!management) return false

  const user = `users/${encodeURIComponent(id)}`
  const paths = [`${user}/refresh-tokens`, `${user}/sessions`]
  const answers = await Promise.all(paths.map((path) => remove(management, path)))
  const failed = answers.find((it) => !isDone(it))
  if (!failed) return true

  const error = fail(user, failed)
  if (failed.status === 403) return false
  throw error
}

async function remove(management: Management, path: string): Promise<Incoming> {
  const url = management.api + path
  let answer = await sendWithToken(management, url)
  // The token was taken back, or was made by a key that is gone.
  if (answer.status === 401) {
    tokens.delete(management.tokenUrl)
    answer = await sendWithToken(management, url)
  }
  return answer
}

function isDone({ status }: Incoming): boolean {
  return (status >= 200 && status < 300) || status === 404
}

async function sendWithToken(management: Management, url: string): Promise<Incoming> {
  const authorization = `Bearer ${await getToken(management)}`
  return send(url, { method: 'DELETE', headers: { authorization } }).catch((error: unknown) => {
    throw fail(`DELETE ${url}`, error)
  })
}

const tokens = new Map<string, { token: string; expiresAt: number }>()

async function getToken({ tokenUrl, api, clientId, clientSecret }: Management): Promise<string> {
  const known = tokens.get(tokenUrl)
  if (known && known.expiresAt > nowInSeconds() + 60) return known.token

  const answer = await send(tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      audience: api,
    }),
  }).catch((error: unknown) => {
    throw fail(`POST ${tokenUrl}`, error)
  })
  if (answer.status !== 200) throw fail(`POST ${tokenUrl}`, answer)
  const { access_token: token, expires_in: seconds = 0 } = JSON.parse(answer.body) as TokenAnswer
  tokens.set(tokenUrl, { token, expiresAt: nowInSeconds() + seconds })
  return token
}

interface TokenAnswer {
  access_token: string
  expires_in?: number
}

// What it answered is for the operator: it names clients, scopes and plans.
function fail(call: string, answer: unknown) {
  log.error('the sign-in provider did not do what was asked', { call, answer })
  return errors.SIGN_IN_PROVIDER_FAILED('Try again in a moment')
}
