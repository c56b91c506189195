import pug from '../../converters/pug/index.ts'
import { workOffJobs } from '../../work.ts'

/** Works off the jobs of the converter. */
export const handler = workOffJobs(pug)
