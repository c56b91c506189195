/**
 * When somebody has to sign in, and where.
 *
 * @module
 */
import { interactionPolicy, type Interaction, type KoaContextWithOIDC } from 'oidc-provider'
import type { Store } from './store.ts'

/** Sign-in alone: nobody is asked for a consent. */
export function loginPolicy({ people }: Store) {
  const policy = interactionPolicy.base()
  policy.remove('consent')

  const { checks } = policy.get('login')!
  for (const check of checks) check.description = 'Login required'

  const findPerson = ({ oidc }: KoaContextWithOIDC) => {
    const id = oidc.session?.accountId
    return { id, person: id === undefined ? undefined : people.find(id) }
  }
  checks.add(
    new interactionPolicy.Check('gone', 'Login required', 'login_required', (ctx) => {
      const { id, person } = findPerson(ctx)
      return id !== undefined && !person
    }),
  )
  checks.add(
    new interactionPolicy.Check('blocked', 'user is blocked', 'unauthorized', (ctx) =>
      Boolean(findPerson(ctx).person?.blocked),
    ),
  )
  return policy
}

/** The page to sign in on, or to sign up when the application says so. */
export function toLoginPath(_ctx: KoaContextWithOIDC, { uid, params }: Interaction): string {
  const page = params['screen_hint'] === 'signup' ? 'signup' : 'login'
  return `/u/${page}?state=${uid}`
}
