import mindMap from '../../converters/mind-map/index.ts'
import { workOffJobs } from '../../work.ts'

/** Works off the jobs of the converter. */
export const handler = workOffJobs(mindMap)
