/**
 * The queues of jobs: one for each converter, so that none waits behind another's.
 *
 * @module
 */
import { defineQueue, type QueueDefinition } from '#framework/queues.ts'
import { jobMessage, type JobMessage } from './message.ts'

type JobQueue = QueueDefinition<JobMessage>

// By name, since deploy reads here which queues a function may send to.
const queues: Readonly<Record<string, JobQueue>> = {
  image: defineQueue('convert-image', jobMessage),
  markdown: defineQueue('convert-markdown', jobMessage),
  scss: defineQueue('convert-scss', jobMessage),
  typescript: defineQueue('convert-typescript', jobMessage),
  pug: defineQueue('convert-pug', jobMessage),
  'mind-map': defineQueue('convert-mind-map', jobMessage),
  csv: defineQueue('convert-csv', jobMessage),
}

/** The queue of a converter. */
export function queueOf(converter: string): JobQueue {
  const queue = queues[converter]
  if (!queue) throw new Error(`[convert] ${converter} has no queue. Add it to queue.ts`)
  return queue
}
