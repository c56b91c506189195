import { handleSchedule } from '#framework/scheduled.ts'
import { reconcile } from '../../reconcile.ts'

/** Finds what the webhooks lost. */
export const handler = handleSchedule('payments-reconcile', async () => {
  await reconcile()
})
