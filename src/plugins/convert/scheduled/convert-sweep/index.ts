import { handleSchedule } from '#framework/scheduled.ts'
import { sweep } from '../../sweep.ts'

/** Finds what notifications and workers lost. */
export const handler = handleSchedule('convert-sweep', () => sweep(Date.now()))
