import { defineQueue, handleQueue } from '#framework/queues.ts'
import { notification, toArrivals } from '../../arrivals.ts'
import { startArrived } from '../../start.ts'

const arrivals = defineQueue('convert-arrivals', { version: 1, schema: notification })

/** Starts the conversions whose content has come. */
export const handler = handleQueue(
  arrivals,
  async (told) => {
    for (const { key } of toArrivals(told)) await startArrived(key)
  },
  { remember: false },
)
