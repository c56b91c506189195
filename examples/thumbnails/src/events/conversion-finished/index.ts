import { log } from '#framework/log.ts'
import { onConversionFinished } from '#services/convert'

/** A size is there, or never will be: whoever waits for it is told here. */
export const handler = onConversionFinished(({ subject, name, status, code }) => {
  log.info('size finished', { picture: subject, size: name, status, ...(code && { code }) })
})
