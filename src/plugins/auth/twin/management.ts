/**
 * The part of the Management API that an application needs for its own people.
 *
 * @see https://auth0.com/docs/api/management/v2
 * @module
 */
import type { JWTPayload } from 'jose'
import type { TwinAnswer } from '#framework/twin.ts'
import { findBearer, json, readFields, text, type Call } from './call.ts'
import { endSessions, revokeRefreshTokens } from './ledger.ts'
import { readPatch, toUser } from './management-user.ts'
import { removePerson } from './people-actions.ts'
import type { Store } from './store.ts'
import { verifyToken } from './tokens.ts'

interface Job {
  id: string
  call: Call
  store: Store
}

const routes: Record<string, { scope: string; run: (job: Job) => Promise<TwinAnswer> }> = {
  'GET users/:id': { scope: 'read:users', run: getUser },
  'PATCH users/:id': { scope: 'update:users', run: patchUser },
  'DELETE users/:id': { scope: 'delete:users', run: deleteUser },
  'DELETE users/:id/sessions': { scope: 'delete:sessions', run: deleteSessions },
  'DELETE users/:id/refresh-tokens': { scope: 'delete:refresh_tokens', run: deleteRefreshTokens },
}

/** Answers a call below `/api/v2/`. */
export async function manage(call: Call, store: Store): Promise<TwinAnswer> {
  const [, encoded = '', rest = ''] = /^\/api\/v2\/users\/([^/]+)(\/[^?]*)?$/.exec(call.path) ?? []
  const route = encoded ? routes[`${call.method} users/:id${rest}`] : undefined
  if (!route) {
    const message = `The twin of Auth0 does not imitate ${call.method} ${call.path}`
    return problem(501, 'Not Implemented', message, 'not_imitated')
  }

  const claims = await readClaims(call, store)
  if ('status' in claims) return claims as TwinAnswer
  if (!String(claims['scope']).split(' ').includes(route.scope)) {
    const message = `Insufficient scope, expected any of: ${route.scope}`
    return problem(403, 'Forbidden', message, 'insufficient_scope')
  }
  return route.run({ id: decode(encoded), call, store })
}

async function getUser({ id, store }: Job): Promise<TwinAnswer> {
  const person = store.people.find(id)
  return person ? json(200, toUser(person)) : unknownUser()
}

async function patchUser({ id, call, store }: Job): Promise<TwinAnswer> {
  const person = store.people.find(id)
  if (!person) return unknownUser()

  const patch = await readPatch(person, readFields(call))
  if (typeof patch === 'string') {
    return problem(400, 'Bad Request', `Payload validation error: '${patch}'.`, 'invalid_body')
  }
  const changed = store.people.change(id, patch)
  return changed
    ? json(200, toUser(changed))
    : problem(400, 'Bad Request', 'The specified new email already exists', 'auth0_idp_error')
}

async function deleteUser({ id, store }: Job): Promise<TwinAnswer> {
  // Auth0 says the same of somebody who never was.
  removePerson(store, id)
  return text(204, '')
}

async function deleteSessions({ id, store }: Job): Promise<TwinAnswer> {
  if (!store.people.find(id)) return unknownUser()
  endSessions(store.db, id)
  return text(202, '')
}

async function deleteRefreshTokens({ id, store }: Job): Promise<TwinAnswer> {
  if (!store.people.find(id)) return unknownUser()
  revokeRefreshTokens(store.db, id)
  return text(202, '')
}

async function readClaims(call: Call, store: Store): Promise<JWTPayload | TwinAnswer> {
  const token = findBearer(call)
  if (!token) return problem(401, 'Unauthorized', 'Missing authentication')
  try {
    return await verifyToken(store, token, store.tenant.managementAudience)
  } catch (error) {
    const isLate = (error as { code?: string }).code === 'ERR_JWT_EXPIRED'
    const message = isLate
      ? 'Expired token received for JSON Web Token validation'
      : 'Invalid token'
    return problem(401, 'Unauthorized', message)
  }
}

function unknownUser(): TwinAnswer {
  return problem(404, 'Not Found', 'The user does not exist.', 'inexistent_user')
}

function problem(status: number, error: string, message: string, errorCode?: string): TwinAnswer {
  return json(status, { statusCode: status, error, message, ...(errorCode && { errorCode }) })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
