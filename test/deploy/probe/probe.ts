/**
 * What is told to the probe, and what it has heard.
 *
 * @module
 */
import { defineEvent } from '#framework/events.ts'
import { defineQueue } from '#framework/queues.ts'
import { defineTable } from '#framework/tables.ts'
import { z } from '#framework/validate.ts'

const schema = z.object({ text: z.string() })

export const happened = defineEvent('probe-happened', { version: 1, schema })
export const work = defineQueue('probe-work', { version: 1, schema })

export const rows = defineTable<{ id: string }>('probe-rows', { key: ['id'] })
export const heard = defineTable<{ id: string }>('probe-heard', { key: ['id'] })

/** Remembers what has arrived; chokes on poison. */
export async function hear(kind: string, text: string): Promise<void> {
  if (text.startsWith('poison')) throw new Error(`${kind} cannot stand ${text}`)
  await heard.put({ id: `${kind} ${text}` })
}
