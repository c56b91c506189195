/**
 * How much people, and tenants, keep: taken when an upload is asked for, so that a hundred at once
 * cannot pass together.
 *
 * @module
 */
import { defineTable, isConflict, type Operation } from '#framework/tables.ts'
import { errors } from './errors.ts'
import { settings } from './settings.ts'

interface Quota {
  /** `person:<id>` or `tenant:<id>`. */
  id: string
  bytes: number
  files: number
}

interface Whose {
  owner: string
  tenant?: string | undefined
}

const quotas = defineTable<Quota, 'id'>('files-quotas', { key: ['id'] })

/** The writes that take room for one file. They stand first in their transaction. */
export function takeRoom(whose: Whose, bytes: number): Operation[] {
  return holdersOf(whose).map(({ id, most }) =>
    quotas.ops.update(
      { id },
      {
        add: { bytes, files: 1 },
        if: [
          { id: { exists: false } },
          { bytes: { lte: most.bytes - bytes }, files: { lt: most.files } },
        ],
      },
    ),
  )
}

/** The writes that give room back. */
export function giveRoom(whose: Whose, bytes: number): Operation[] {
  return holdersOf(whose).map(({ id }) =>
    quotas.ops.update({ id }, { add: { bytes: -bytes, files: -1 } }),
  )
}

/** @throws FILES_QUOTA_EXCEEDED for a file that would have no room if there were no other */
export function requireAnyRoom(whose: Whose, bytes: number): void {
  for (const { who, most } of holdersOf(whose)) if (bytes > most.bytes) throw toExceeded(who, most)
}

/** What a transaction that began with `takeRoom` failed at, in our words. */
export function toQuotaError(error: unknown, whose: Whose): unknown {
  const full = holdersOf(whose).find((_, index) => isConflict(error, index))
  return full ? toExceeded(full.who, full.most) : error
}

/** What somebody keeps, with what is on its way. */
export async function findUsage(owner: string): Promise<{ bytes: number; files: number }> {
  const { bytes = 0, files = 0 } = (await quotas.get({ id: `person:${owner}` })) ?? {}
  return { bytes, files }
}

interface Holder {
  id: string
  who: string
  most: { bytes: number; files: number }
}

function holdersOf({ owner, tenant }: Whose): Holder[] {
  const { personBytes, personFiles, tenantBytes, tenantFiles } = settings
  const person = { bytes: personBytes, files: personFiles }
  const all = { bytes: tenantBytes, files: tenantFiles }
  return [
    { id: `person:${owner}`, who: 'You', most: person },
    ...(tenant === undefined ? [] : [{ id: `tenant:${tenant}`, who: 'All together', most: all }]),
  ]
}

function toExceeded(who: string, { bytes, files }: Holder['most']) {
  const megabytes = Math.floor(bytes / 1_000_000)
  return errors.FILES_QUOTA_EXCEEDED(
    `${who} may keep ${files} files of ${megabytes} MB in all. Delete some, then try again.`,
  )
}
