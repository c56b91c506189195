import { defineQueue } from '#framework/queues.ts'
import mindMap from '../../converters/mind-map/index.ts'
import { jobMessage } from '../../message.ts'
import { workOffJobs } from '../../work.ts'

/** Works off the jobs of the converter. */
export const handler = workOffJobs(mindMap, defineQueue('convert-mind-map', jobMessage))
