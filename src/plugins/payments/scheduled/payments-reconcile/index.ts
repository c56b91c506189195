import { handleSchedule } from '#framework/scheduled.ts'
import { settleAll } from '../../owed.ts'
import { reconcile } from '../../reconcile.ts'

/** Finds what the webhooks lost, and what nobody was told of. */
export const handler = handleSchedule('payments-reconcile', async () => {
  await reconcile()
  await settleAll()
})
