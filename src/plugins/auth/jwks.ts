/**
 * The keys with which the provider signs, as it publishes them (JWKS).
 *
 * Auth0 publishes a key before it signs with it, and takes it away when it is revoked. So keys are
 * looked at again every ten minutes, and when a token names one that is not known: but never more
 * than once a minute, or anybody could make us ask by inventing names.
 *
 * @module
 */
import type { JWK } from 'jose'
import { log } from '#framework/log.ts'
import { errors } from './errors.ts'
import { send } from './request.ts'
import { sinceMs } from './time.ts'

const minute = 60_000

/** After this the provider is asked again, so this is how long a revoked key may still be good. */
const freshMs = 10 * minute
/** Between two requests, for whatever reason. */
const pauseMs = minute
/** The same while there is no key at all, and nobody can be let in. */
const pauseWithoutKeysMs = 5000
/** How long keys are kept when the provider does not answer. */
const keepMs = 60 * minute

interface KeySet {
  keys: Map<string, JWK>
  /** When the provider last told them. */
  loadedAt: number
  /** When it was last asked. */
  triedAt: number
  pending?: Promise<void> | undefined
}

/**
 * The public key of that name; undefined where the provider has none.
 *
 * @throws KEYS_UNAVAILABLE while the provider's keys are not known
 */
export async function findKey(issuer: string, kid: string): Promise<JWK | undefined> {
  const set = open(issuer)
  if (!set.keys.has(kid) || sinceMs(set.loadedAt) > freshMs) await refresh(set, issuer)

  if (sinceMs(set.loadedAt) > keepMs) {
    throw errors.KEYS_UNAVAILABLE({
      detail: 'The sign-in provider does not answer. Try again in a moment.',
      headers: { 'retry-after': '5' },
    })
  }
  return set.keys.get(kid)
}

/** The same where nobody needs to be asked for it. */
export function recallKey(issuer: string, kid: string): JWK | undefined {
  const { keys, loadedAt } = open(issuer)
  return sinceMs(loadedAt) <= freshMs ? keys.get(kid) : undefined
}

const sets = new Map<string, KeySet>()

function open(issuer: string): KeySet {
  const known = sets.get(issuer)
  if (known) return known

  const set: KeySet = { keys: new Map(), loadedAt: -Infinity, triedAt: -Infinity }
  sets.set(issuer, set)
  return set
}

// All who find a key missing at the same time wait for one request.
async function refresh(set: KeySet, issuer: string): Promise<void> {
  const pause = set.keys.size > 0 ? pauseMs : pauseWithoutKeysMs
  if (!set.pending && sinceMs(set.triedAt) < pause) return

  set.pending ??= load(set, issuer).finally(() => {
    set.pending = undefined
  })
  await set.pending
}

async function load(set: KeySet, issuer: string): Promise<void> {
  set.triedAt = Date.now()
  try {
    set.keys = parseKeys(await send(`${issuer}.well-known/jwks.json`))
    set.loadedAt = Date.now()
  } catch (error) {
    log.error('the keys of the sign-in provider could not be loaded', { issuer, error })
  }
}

function parseKeys({ status, body }: { status: number; body: string }): Map<string, JWK> {
  if (status !== 200) throw new Error(`It answered ${status}`)

  const { keys } = JSON.parse(body) as { keys?: JWK[] }
  const usable = (keys ?? []).filter(isUsable).map((key) => [key.kid, toPublic(key)] as const)
  if (usable.length === 0) throw new Error('There is no RSA key for signatures')
  return new Map(usable)
}

function isUsable(key: JWK): key is JWK & { kid: string } {
  const { kty, kid, use = 'sig', alg = 'RS256', n, e } = key
  return kty === 'RSA' && use === 'sig' && alg === 'RS256' && Boolean(kid && n && e)
}

// Nothing but what the key is: what else is told of it must not decide anything.
function toPublic({ kid, n, e }: JWK): JWK {
  return { kty: 'RSA', alg: 'RS256', use: 'sig', kid: kid!, n: n!, e: e! }
}
