import { handleEvent } from '#framework/events.ts'
import { happened, hear } from '../../probe.ts'

export const handler = handleEvent(happened, ({ text }) => hear('event', text))
