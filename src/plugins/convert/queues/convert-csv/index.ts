import csv from '../../converters/csv/index.ts'
import { workOffJobs } from '../../work.ts'

/** Works off the jobs of the converter. */
export const handler = workOffJobs(csv)
