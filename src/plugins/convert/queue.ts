/**
 * The queues of jobs: one for each converter, so that none waits behind another's.
 *
 * @module
 */
import { defineQueue, type QueueDefinition } from '#framework/queues.ts'
import { z } from '#framework/validate.ts'

const schema = z.object({ jobId: z.string() })

/** The queue of a converter. */
export function queueOf(converter: string): QueueDefinition<{ jobId: string }> {
  return defineQueue(`convert-${converter}`, { version: 1, schema })
}
