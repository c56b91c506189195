import { defineQueue } from '#framework/queues.ts'
import csv from '../../converters/csv/index.ts'
import { jobMessage } from '../../message.ts'
import { workOffJobs } from '../../work.ts'

/** Works off the jobs of the converter. */
export const handler = workOffJobs(csv, defineQueue('convert-csv', jobMessage))
