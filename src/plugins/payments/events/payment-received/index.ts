import { handleEvent } from '#framework/events.ts'
import { log } from '#framework/log.ts'
import { paymentReceived } from '../../owed.ts'

/** Counts what comes in. Services that want to do more listen `on` this event. */
export const handler = handleEvent(paymentReceived, ({ id, kind, amount, currency }) => {
  log.info('payment received', { payment: id, kind, amount, currency })
})
