/**
 * Sessions, codes, refresh tokens and what else oidc-provider keeps.
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'
import { errors, type Adapter, type AdapterPayload } from 'oidc-provider'
import { endFamily } from './ledger.ts'
import { nowInSeconds } from './time.ts'

/** A refresh token, an authorization code: what may be used once. */
const single = new Set(['RefreshToken', 'AuthorizationCode'])
/** Nothing comes to life in a family that has been ended. */
const ofFamily = new Set([...single, 'AccessToken'])

/** The adapter of one kind of model. */
export function createAdapter(
  db: DatabaseSync,
  kind: string,
  options: { leeway: () => number },
): Adapter {
  const find = db.prepare('SELECT payload, consumedAt FROM models WHERE kind = ? AND id = ?')
  const findByUid = db.prepare('SELECT id FROM models WHERE kind = ? AND uid = ?')
  const insert = db.prepare(
    `INSERT INTO models (kind, id, payload, grantId, accountId, uid, expiresAt)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET payload = excluded.payload, grantId = excluded.grantId,
     accountId = excluded.accountId, uid = excluded.uid, expiresAt = excluded.expiresAt`,
  )
  const consume = db.prepare(
    'UPDATE models SET consumedAt = ? WHERE kind = ? AND id = ? AND consumedAt IS NULL',
  )
  const remove = db.prepare('DELETE FROM models WHERE kind = ? AND id = ?')
  const removeByGrant = db.prepare('DELETE FROM models WHERE kind = ? AND grantId = ?')
  const hasGrant = db.prepare("SELECT 1 FROM models WHERE kind = 'Grant' AND id = ?")

  function isReusable(consumedAt: unknown): boolean {
    if (typeof consumedAt !== 'number' || kind !== 'RefreshToken') return false
    const leeway = options.leeway()
    return leeway > 0 && nowInSeconds() - consumedAt <= leeway
  }

  const adapter: Adapter = {
    async upsert(id, payload, expiresIn) {
      const { grantId, accountId, uid } = payload
      if (ofFamily.has(kind) && !hasGrant.get(grantId ?? null)) {
        throw new errors.InvalidGrant('the family was ended')
      }
      const expiresAt = expiresIn === undefined ? null : nowInSeconds() + expiresIn
      const text = JSON.stringify(payload)
      insert.run(kind, id, text, grantId ?? null, accountId ?? null, uid ?? null, expiresAt)
    },

    async find(id) {
      const row = find.get(kind, id)
      if (!row) return undefined
      const { consumedAt } = row
      const payload = JSON.parse(String(row['payload'])) as AdapterPayload
      return consumedAt === null || isReusable(consumedAt)
        ? payload
        : { ...payload, consumed: consumedAt as number }
    },

    async findByUid(uid) {
      const row = findByUid.get(kind, uid)
      return row && adapter.find(String(row['id']))
    },

    async findByUserCode() {},

    async consume(id) {
      if (consume.run(nowInSeconds(), kind, id).changes > 0) return
      const row = find.get(kind, id)
      if (isReusable(row?.['consumedAt'])) return

      // Two requests at once: when this one looked, the other one had not yet come this far.
      const { grantId } = JSON.parse(String(row?.['payload'] ?? '{}')) as AdapterPayload
      if (grantId) endFamily(db, grantId)
      throw new errors.InvalidGrant('already used')
    },

    async destroy(id) {
      remove.run(kind, id)
    },

    async revokeByGrantId(grantId) {
      removeByGrant.run(kind, grantId)
    },
  }
  return adapter
}
