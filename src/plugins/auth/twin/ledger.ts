/**
 * What people hold at the tenant, and how it is taken from them: sessions and refresh tokens.
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'
import { nowInSeconds } from './time.ts'

/** Sessions or refresh tokens that are alive, as far as they are shown. */
export interface LiveModel {
  id: string
  accountId: string
  /** Seconds since 1970. */
  since: number
  expiresAt: number
}

/** Newest first. */
export function listLive(db: DatabaseSync, kind: 'Session' | 'RefreshToken'): LiveModel[] {
  const rows = db
    .prepare(
      `SELECT payload, id, accountId, expiresAt FROM models WHERE kind = ? AND consumedAt IS NULL
       AND accountId IS NOT NULL AND expiresAt > ? ORDER BY rowid DESC`,
    )
    .all(kind, nowInSeconds())
  return rows.map(({ payload, ...rest }) => {
    const { loginTs, iat } = JSON.parse(String(payload)) as { loginTs?: number; iat: number }
    return { ...(rest as unknown as LiveModel), since: loginTs ?? iat }
  })
}

/** Ends everybody's sessions at the tenant, or somebody's. */
export function endSessions(db: DatabaseSync, accountId: string): number {
  const end = db.prepare("DELETE FROM models WHERE kind = 'Session' AND accountId = ?")
  return Number(end.run(accountId).changes)
}

/** Takes back somebody's refresh tokens, and the codes that could still become some. */
export function revokeRefreshTokens(db: DatabaseSync, accountId: string): number {
  const live = db
    .prepare("SELECT 1 FROM models WHERE kind = 'RefreshToken' AND accountId = ?")
    .all(accountId).length
  db.prepare("DELETE FROM models WHERE kind != 'Session' AND accountId = ?").run(accountId)
  return live
}

/** Ends one session or one family of refresh tokens. */
export function endModel(db: DatabaseSync, kind: 'Session' | 'RefreshToken', id: string): boolean {
  const row = db.prepare('SELECT grantId FROM models WHERE kind = ? AND id = ?').get(kind, id)
  if (!row) return false
  if (row['grantId']) endFamily(db, String(row['grantId']))
  db.prepare('DELETE FROM models WHERE kind = ? AND id = ?').run(kind, id)
  return true
}

/** Forgets what has long been of no use. */
export function sweep(db: DatabaseSync): void {
  // A week: the local cloud's clock may be set back to what the machine says.
  const week = 7 * 86_400
  db.prepare('DELETE FROM models WHERE expiresAt < ?').run(nowInSeconds() - week)
}

/** Ends all that came from one sign-in. */
export function endFamily(db: DatabaseSync, grantId: string): void {
  db.prepare("DELETE FROM models WHERE grantId = ?1 OR (kind = 'Grant' AND id = ?1)").run(grantId)
}
