import { defineEvent, handleEvent } from '#framework/events.ts'
import { z } from '#framework/validate.ts'
import { forgetOwner } from '../../conversions.ts'

// The event of whichever service keeps the accounts, as far as it is read here.
const accountDeleted = defineEvent('account-deleted', {
  version: 1,
  schema: z.object({ id: z.string() }),
})

/** Forgets what somebody who left has asked for. */
export const handler = handleEvent(accountDeleted, ({ id }) => forgetOwner(id))
