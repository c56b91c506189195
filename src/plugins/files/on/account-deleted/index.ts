import { defineEvent, handleEvent } from '#framework/events.ts'
import { z } from '#framework/validate.ts'
import { forget } from '../../deletion.ts'

// The event of whichever service keeps the accounts, as far as it is read here.
const accountDeleted = defineEvent('account-deleted', {
  version: 1,
  schema: z.object({ id: z.string(), deletedAt: z.optional(z.string()) }),
})

/** Deletes what somebody who has left had uploaded. */
export const handler = handleEvent(accountDeleted, ({ id, deletedAt }) =>
  forget(id, deletedAt ?? new Date().toISOString()),
)
