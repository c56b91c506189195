import { handleSchedule } from '#framework/scheduled.ts'
import { hear } from '../../probe.ts'

export const handler = handleSchedule('probe-tick', () => hear('schedule', 'tick'))
