import { handleEvent } from '#framework/events.ts'
import { log } from '#framework/log.ts'
import { conversionFinished } from '#services/convert'

/** A size is there, or never will be: whoever waits for it is told here. */
export const handler = handleEvent(conversionFinished, ({ subject, name, status, code }) => {
  log.info('size finished', { picture: subject, size: name, status, ...(code && { code }) })
})
