/**
 * The tenant as the console shows it, and what its buttons do.
 *
 * @module
 */
import type { TwinState } from '#framework/service.ts'
import { endModel, listLive, type LiveModel } from './ledger.ts'
import { removePerson, signOutEverywhere } from './people-actions.ts'
import type { Store } from './store.ts'

export async function toState({ db, people, keys, tenant }: Store): Promise<TwinState> {
  const nameOf = (id: string) => people.find(id)?.name ?? id
  const toRow = (action: { name: string; label: string }) => (it: LiveModel) => ({
    id: it.id,
    cells: [nameOf(it.accountId), toTime(it.since * 1000), toTime(it.expiresAt * 1000)],
    actions: [action],
  })

  return {
    sections: [
      {
        title: 'People',
        columns: ['Name', 'E-mail', 'Permissions', 'Id'],
        rows: people.list().map(({ id, name, email, permissions, blocked }) => ({
          id,
          cells: [blocked ? `${name} (blocked)` : name, email, permissions.join(', ') || null, id],
          actions: [
            { name: 'sign-out', label: 'Sign out everywhere' },
            blocked ? { name: 'unblock', label: 'Unblock' } : { name: 'block', label: 'Block' },
            { name: 'delete', label: 'Delete' },
          ],
        })),
        empty: 'Nobody is left.',
      },
      {
        title: 'Sessions',
        columns: ['Of', 'Since (UTC)', 'Until'],
        rows: listLive(db, 'Session').map(toRow({ name: 'end-session', label: 'End' })),
        empty: 'Nobody is signed in.',
      },
      {
        title: 'Refresh tokens',
        columns: ['Of', 'Since (UTC)', 'Until'],
        rows: listLive(db, 'RefreshToken').map(toRow({ name: 'revoke', label: 'Revoke' })),
        empty: 'No refresh token is good.',
      },
      {
        title: 'Keys',
        columns: ['Key', 'State', 'Since (UTC)'],
        rows: (await keys.list()).map(({ kid, state, since }) => ({
          id: kid,
          cells: [kid, state, toTime(since)],
          href: `${tenant.issuer}.well-known/jwks.json`,
        })),
      },
    ],
    actions: [
      { name: 'rotate-keys', label: 'Rotate keys' },
      { name: 'revoke-previous', label: 'Revoke previous keys' },
      { name: 'restore-people', label: 'Bring back deleted people' },
    ],
  }
}

type Action = (store: Store, id: string) => string | Promise<string>

const actions: Record<string, Action> = {
  'rotate-keys': async ({ keys }) => `${(await keys.rotate()).kid} signs from now on.`,
  'revoke-previous': ({ keys }) => `Previous keys revoked: ${keys.revokePrevious()}.`,
  'restore-people': ({ people }) => `People brought back: ${people.restore()}.`,

  'sign-out': (store, id) => {
    const name = requireName(store, id)
    const { sessions, tokens } = signOutEverywhere(store, id)
    return `${name} was signed out: sessions ended ${sessions}, refresh tokens revoked ${tokens}.`
  },
  block: (store, id) => {
    const name = requireName(store, id)
    store.people.change(id, { blocked: true })
    return `${name} is blocked: no sign-in, no refresh.`
  },
  unblock: (store, id) => {
    const name = requireName(store, id)
    store.people.change(id, { blocked: false })
    return `${name} may sign in again.`
  },
  delete: (store, id) => {
    const name = requireName(store, id)
    removePerson(store, id)
    return `${name} was deleted at the tenant; the app still has its own record.`
  },
  'end-session': ({ db }, id) => sayWhether(endModel(db, 'Session', id), 'The session was ended.'),
  revoke: ({ db }, id) =>
    sayWhether(endModel(db, 'RefreshToken', id), 'The family of refresh tokens was ended.'),
}

/**
 * Does what a button says. Answers what was done.
 *
 * @throws Error when there is no such action, or nothing to do it to.
 */
export async function act(store: Store, action: string, id = ''): Promise<string> {
  const run = Object.hasOwn(actions, action) ? actions[action] : undefined
  if (!run) throw new Error(`The twin of Auth0 knows no action "${action}".`)
  return run(store, id)
}

function requireName({ people }: Store, id: string): string {
  const person = people.find(id)
  if (!person) throw new Error('There is no such person any more.')
  return person.name
}

function sayWhether(isDone: boolean, line: string): string {
  if (!isDone) throw new Error('It is not there any more.')
  return line
}

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('T', ' ').slice(0, 19)
}
