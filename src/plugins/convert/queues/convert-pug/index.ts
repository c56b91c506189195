import { defineQueue } from '#framework/queues.ts'
import pug from '../../converters/pug/index.ts'
import { jobMessage } from '../../message.ts'
import { workOffJobs } from '../../work.ts'

/** Works off the jobs of the converter. */
export const handler = workOffJobs(pug, defineQueue('convert-pug', jobMessage))
