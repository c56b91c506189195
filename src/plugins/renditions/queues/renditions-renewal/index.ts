import { handleQueue } from '#framework/queues.ts'
import { renewal, renewPage } from '../../renewal.ts'

/** Makes anew, page by page, what a changed profile concerns. */
export const handler = handleQueue(renewal, renewPage)
