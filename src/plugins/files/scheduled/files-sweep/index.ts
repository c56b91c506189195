import { handleSchedule } from '#framework/scheduled.ts'
import { sweep } from '../../sweep.ts'

/** Looks after what never came, what is to go, and what was not ended. */
export const handler = handleSchedule('files-sweep', sweep)
