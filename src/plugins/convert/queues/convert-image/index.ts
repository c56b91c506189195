import { defineQueue } from '#framework/queues.ts'
import image from '../../converters/image/index.ts'
import { jobMessage } from '../../message.ts'
import { workOffJobs } from '../../work.ts'

/** Works off the jobs of the converter. */
export const handler = workOffJobs(image, defineQueue('convert-image', jobMessage))
