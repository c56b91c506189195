import { defineQueue } from '#framework/queues.ts'
import markdown from '../../converters/markdown/index.ts'
import { jobMessage } from '../../message.ts'
import { workOffJobs } from '../../work.ts'

/** Works off the jobs of the converter. */
export const handler = workOffJobs(markdown, defineQueue('convert-markdown', jobMessage))
