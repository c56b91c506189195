import { handleQueue } from '#framework/queues.ts'
import { notices, sendNotices } from '../../notices.ts'

/** Writes to one page of subscribers, and leaves the next page to the next message. */
export const handler = handleQueue(notices, sendNotices)
