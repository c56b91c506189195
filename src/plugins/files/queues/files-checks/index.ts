import { handleQueue } from '#framework/queues.ts'
import { check, checks } from '../../checks.ts'

/** Finds uploads of which no notification came. */
export const handler = handleQueue(checks, check)
