import { log } from '#framework/log.ts'
import { handleQueue } from '#framework/queues.ts'
import { outgoing } from '../../outgoing.ts'
import { deliver } from '../../ses.ts'

/** Delivers what `sendMail` has queued. What fails is tried again by the queue. */
export const handler = handleQueue(outgoing, async (mail) => {
  const messageId = await deliver(mail)

  log.info('mail handed over', { messageId })
})
