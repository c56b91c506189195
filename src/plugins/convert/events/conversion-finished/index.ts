import { handleEvent } from '#framework/events.ts'
import { log } from '#framework/log.ts'
import { conversionFinished } from '../../finished.ts'

/** Notes in the log how each conversion ended: what failures there are is counted there. */
export const handler = handleEvent(conversionFinished, ({ jobId, converter, status, code }) => {
  log.info('conversion finished', { jobId, converter, status, ...(code && { code }) })
})
