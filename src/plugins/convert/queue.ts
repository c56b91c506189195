/**
 * The queues of jobs: one for each converter, so that none waits behind another's.
 *
 * @module
 */
import { defineQueue, type QueueDefinition } from '#framework/queues.ts'
import { z } from '#framework/validate.ts'

type JobQueue = QueueDefinition<{ jobId: string }>

const options = { version: 1, schema: z.object({ jobId: z.string() }) }

// By name, since deploy reads here which queues a function may send to.
const queues: Readonly<Record<string, JobQueue>> = {
  image: defineQueue('convert-image', options),
  markdown: defineQueue('convert-markdown', options),
  scss: defineQueue('convert-scss', options),
  typescript: defineQueue('convert-typescript', options),
  pug: defineQueue('convert-pug', options),
  'mind-map': defineQueue('convert-mind-map', options),
  csv: defineQueue('convert-csv', options),
}

/** The queue of a converter. */
export function queueOf(converter: string): JobQueue {
  const queue = queues[converter]
  if (!queue) throw new Error(`[convert] ${converter} has no queue. Add it to queue.ts`)
  return queue
}
