/**
 * What a queue of jobs carries.
 *
 * @module
 */
import { z } from '#framework/validate.ts'

/** A job, and the round for which somebody has to see to it. */
export interface JobMessage {
  jobId: string
  round: number
}

export const jobMessage = {
  version: 1,
  schema: z.object({ jobId: z.string(), round: z._default(z.int(), 1) }),
}
