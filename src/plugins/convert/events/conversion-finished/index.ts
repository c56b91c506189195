import { log } from '#framework/log.ts'
import { onConversionFinished } from '../../finished.ts'

/** Notes in the log how each conversion ended: what failures there are is counted there. */
export const handler = onConversionFinished(
  ({ jobId, converter, subject, name, round, status, code }) => {
    log.info('conversion finished', { jobId, converter, subject, name, round, status, code })
  },
  { remember: false },
)
