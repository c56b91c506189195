import { handleEvent } from '#framework/events.ts'
import { log } from '#framework/log.ts'
import { conversionFinished } from '../../finished.ts'

/** Notes in the log how each conversion ended: what failures there are is counted there. */
export const handler = handleEvent(conversionFinished, (told) => {
  const { jobId, converter, subject, name, round, status, code } = told
  log.info('conversion finished', { jobId, converter, subject, name, round, status, code })
})
