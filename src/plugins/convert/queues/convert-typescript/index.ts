import { defineQueue } from '#framework/queues.ts'
import typescript from '../../converters/typescript/index.ts'
import { jobMessage } from '../../message.ts'
import { workOffJobs } from '../../work.ts'

/** Works off the jobs of the converter. */
export const handler = workOffJobs(typescript, defineQueue('convert-typescript', jobMessage))
