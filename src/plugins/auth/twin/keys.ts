/**
 * The keys that sign tokens: the current one, the next one, which is published before it is used, and
 * the previous ones, until they are revoked.
 *
 * @module
 */
import { generateKeyPair, randomBytes, type JsonWebKey } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { inTransaction } from '#framework/state-file.ts'

export interface SigningKey {
  kid: string
  state: 'current' | 'next' | 'previous'
  /** With its private part. */
  jwk: JsonWebKey
  /** When it came into this state, in milliseconds since 1970. */
  since: number
}

export interface Keys {
  /** The current one first. Makes the first two where there are none. */
  list: () => Promise<SigningKey[]>
  current: () => Promise<SigningKey>
  /** The next key becomes the current one. */
  rotate: () => Promise<SigningKey>
  /** Takes the previous keys out of the JWKS: what they signed is refused from now on. */
  revokePrevious: () => number
  /** Changes with every change of the keys. */
  version: () => number
}

const generate = promisify(generateKeyPair)

export function createKeys(db: DatabaseSync): Keys {
  const select = db.prepare('SELECT * FROM keys')
  const insert = db.prepare('INSERT INTO keys (kid, state, jwk, since) VALUES (?, ?, ?, ?)')
  const move = db.prepare('UPDATE keys SET state = ?, since = ? WHERE state = ?')
  const revoke = db.prepare("DELETE FROM keys WHERE state = 'previous'")
  let version = 1
  // One after the other: two rotations at once would both move the same keys.
  let last: Promise<unknown> = Promise.resolve()

  function read(): SigningKey[] {
    const order = ['current', 'next', 'previous']
    const keys = select.all().map((row) => ({ ...row, jwk: JSON.parse(String(row['jwk'])) }))
    return (keys as unknown as SigningKey[]).toSorted(
      (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.since - a.since,
    )
  }

  function inTurn<T>(job: () => Promise<T>): Promise<T> {
    const turn = last.then(job)
    last = turn.catch(() => {})
    return turn
  }

  function save({ kid, jwk }: Pick<SigningKey, 'kid' | 'jwk'>, state: SigningKey['state']): void {
    insert.run(kid, state, JSON.stringify(jwk), Date.now())
  }

  const keys: Keys = {
    list: () =>
      inTurn(async () => {
        if (!select.get()) {
          const [current, next] = await Promise.all([generateJwk(), generateJwk()])
          inTransaction(db, () => {
            save(current, 'current')
            save(next, 'next')
          })
        }
        return read()
      }),

    current: async () => (await keys.list())[0]!,

    async rotate() {
      await keys.list()
      return inTurn(async () => {
        const next = await generateJwk()
        inTransaction(db, () => {
          const now = Date.now()
          move.run('previous', now, 'current')
          move.run('current', now, 'next')
          save(next, 'next')
        })
        version += 1
        return read()[0]!
      })
    },

    revokePrevious() {
      version += 1
      return Number(revoke.run().changes)
    },

    version: () => version,
  }
  return keys
}

async function generateJwk(): Promise<Pick<SigningKey, 'kid' | 'jwk'>> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 })
  return {
    kid: randomBytes(16).toString('base64url').slice(0, 21),
    jwk: privateKey.export({ format: 'jwk' }),
  }
}
