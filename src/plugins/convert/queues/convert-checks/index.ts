import { handleQueue } from '#framework/queues.ts'
import { checks } from '../../check-later.ts'
import { check } from '../../checks.ts'

/** Finds contents of which no notification came. */
export const handler = handleQueue(checks, check)
