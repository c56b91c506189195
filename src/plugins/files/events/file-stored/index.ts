import { handleEvent } from '#framework/events.ts'
import { log } from '#framework/log.ts'
import { fileStored } from '../../news.ts'

/** Counts what comes in. Services that want to do more listen `on` this event. */
export const handler = handleEvent(
  fileStored,
  ({ id, type, size }) => {
    log.info('file stored', { file: id, type, size })
  },
  // A count that is one too many does no harm.
  { remember: false },
)
