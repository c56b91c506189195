import { handleQueue } from '#framework/queues.ts'
import { hear, work } from '../../probe.ts'

export const handler = handleQueue(work, ({ text }) => hear('queue', text))
