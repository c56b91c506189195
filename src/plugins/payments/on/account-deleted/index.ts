import { defineEvent, handleEvent } from '#framework/events.ts'
import { z } from '#framework/validate.ts'
import { forget } from '../../account.ts'

// The event of whichever service keeps the accounts, as far as it is read here.
const accountDeleted = defineEvent('account-deleted', {
  version: 1,
  schema: z.object({ id: z.string() }),
})

/** Forgets whoever has left. */
export const handler = handleEvent(accountDeleted, ({ id }) => forget(id))
