import { defineQueue } from '#framework/queues.ts'
import scss from '../../converters/scss/index.ts'
import { jobMessage } from '../../message.ts'
import { workOffJobs } from '../../work.ts'

/** Works off the jobs of the converter. */
export const handler = workOffJobs(scss, defineQueue('convert-scss', jobMessage))
