/**
 * What a queue of jobs carries.
 *
 * @module
 */
import { z } from '#framework/validate.ts'

export const jobMessage = { version: 1, schema: z.object({ jobId: z.string() }) }
