/**
 * Who asks, and what they may do: the place where a service that knows people plugs in.
 *
 * Without such a service everybody is a stranger, and what needs a person is closed.
 *
 * @module
 */
import { AppError, defineErrors } from './errors.ts'
import type { HttpRequest } from './http/types.ts'

/** Whoever sent a request: a person, or a program with an account of its own. */
export interface User {
  /** Stays the same for as long as the account lives. */
  id: string
  /** To be shown. */
  name: string
  email?: string
  /** What they may do: `articles:write`. */
  permissions: readonly string[]
  /** A program: it has permissions, and no account record. */
  isMachine?: boolean
}

/** What a service's `identity.ts` brings. One plugged-in service at most has one. */
export interface Identity {
  /**
   * Whoever sent the request; undefined for a stranger.
   *
   * @throws AppError for a credential that is there and wrong
   */
  findUser: (request: HttpRequest) => Promise<User | undefined>
  /** Where a person with a browser signs in, on their way to what the request asked for. */
  signInPath?: (request: HttpRequest) => string
}

export interface UserOptions {
  /** What they must be allowed to do. */
  permission?: string
}

export const identityErrors = defineErrors({
  SIGN_IN_REQUIRED: [401, 'This needs somebody who is signed in'],
  PERMISSION_MISSING: [403, 'You are not allowed to do this'],
})

/** Declares who knows the users. The default export of a service's `identity.ts`. */
export function defineIdentity(identity: Identity): Identity {
  return identity
}

/**
 * Whoever sent a request; undefined for a stranger. Asked again, it answers the same.
 *
 * @throws AppError for a credential that is there and wrong, of 401 mostly
 */
export function findUser(request: HttpRequest): Promise<User | undefined> {
  const known = found.get(request)
  if (known) return known

  const user = loadIdentity().then((identity) => identity?.findUser(request))
  found.set(request, user)
  return user
}

/**
 * Whoever sent a request; undefined for a stranger, and for somebody whose session is over: for what
 * strangers may see too.
 */
export async function findVisitor(request: HttpRequest): Promise<User | undefined> {
  try {
    return await findUser(request)
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return undefined
    throw error
  }
}

/**
 * Whoever sent a request, if they may do this. A browser that asks for a page is sent to sign in.
 *
 * @throws SIGN_IN_REQUIRED, PERMISSION_MISSING, or whatever is wrong with the credential
 */
export async function requireUser(
  request: HttpRequest,
  { permission }: UserOptions = {},
): Promise<User> {
  try {
    const user = await findUser(request)
    if (!user) throw toSignInRequired()
    if (permission && !user.permissions.includes(permission)) throw toMissing(permission)
    return user
  } catch (error) {
    throw await withRedirect(error, request)
  }
}

const found = new WeakMap<HttpRequest, Promise<User | undefined>>()

// Loaded by those who ask: a function that answers strangers too pays nothing for it before. It also
// lets this file be loaded where there are no virtual modules, as when types are generated.
function loadIdentity(): Promise<Identity | undefined> {
  // Kept, since asking Node for a module that it has takes longer than all else that is done here.
  return (loading ??= import('plugboard:identity').then(({ identity }) => identity))
}

let loading: Promise<Identity | undefined> | undefined

function toSignInRequired(): AppError {
  return identityErrors.SIGN_IN_REQUIRED({ headers: { 'www-authenticate': 'Bearer' } })
}

// The words of RFC 6750.
function toMissing(permission: string): AppError {
  return identityErrors.PERMISSION_MISSING({
    detail: `This needs the permission ${permission}`,
    headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${permission}"` },
  })
}

async function withRedirect(error: unknown, request: HttpRequest): Promise<unknown> {
  if (!(error instanceof AppError) || error.status !== 401) return error
  const redirect = (await loadIdentity())?.signInPath?.(request)
  return redirect === undefined ? error : Object.assign(error, { redirect })
}
