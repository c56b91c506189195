import { handleEvent } from '#framework/events.ts'
import { log } from '#framework/log.ts'
import { membershipChanged } from '../../owed.ts'

/** Notes who becomes a member, or is none any more. Services that want to do more listen `on` this event. */
export const handler = handleEvent(membershipChanged, ({ userId, isMember, status }) => {
  log.info('membership changed', { userId, isMember, status })
})
