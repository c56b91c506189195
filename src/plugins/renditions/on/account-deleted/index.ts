import { defineEvent, handleEvent } from '#framework/events.ts'
import { z } from '#framework/validate.ts'
import { forgetProfile } from '../../profiles.ts'

// The event of whichever service keeps the accounts, as far as it is read here.
const accountDeleted = defineEvent('account-deleted', {
  version: 1,
  schema: z.object({ id: z.string() }),
})

/** Deletes the profile of somebody who has left. Pictures and what was made of them go by themselves. */
export const handler = handleEvent(accountDeleted, ({ id }) => forgetProfile(id))
