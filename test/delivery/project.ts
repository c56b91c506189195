/**
 * A small project whose functions count each message once, and cannot stand poison until mended.
 *
 * @module
 */
import { createProject, write } from '../../framework/test/scratch-project.ts'

export const app = 'delivery-proof'

/** Makes it, broken. */
export function createProof(): string {
  const files = {
    'app.arc': manifest,
    'src/shared/effects.ts': effects,
    'src/shared/is-mended.ts': 'export const isMended = false\n',
    'src/events/happened/index.ts': toHandler('Event', 'happened'),
    'src/queues/work/index.ts': toHandler('Queue', 'work'),
    'src/queues/ordered/index.ts': toHandler('Queue', 'ordered'),
  }
  // Of its own: it must not start again because somebody works on ours.
  return createProject(files, { hasOwnFramework: true })
}

/** What a developer does about dead letters. */
export function mend(folder: string): void {
  write(folder, 'src/shared/is-mended.ts', 'export const isMended = true\n')
}

const manifest = `@app
${app}

@aws
runtime typescript
timeout 5

@plugins
plugboard
  src framework/plugin.ts

@http
get /

@events
happened

@queues
work
  fifo false
ordered
  fifo true
  batchSize 1

@tables
effects
  id *String
`

const effects = `import { defineTable } from '#framework/tables.ts'
import { z } from '#framework/validate.ts'
import { isMended } from './is-mended.ts'

export const schema = z.object({
  id: z.string(),
  isPoison: z.boolean(),
  /** Of ordered messages: their group, and their place in it. */
  group: z.optional(z.string()),
  place: z.optional(z.number()),
})

interface Effect {
  id: string
  count?: number
  last?: number
  overtaken?: number
}

const effects = defineTable<Effect>('effects', { key: ['id'] })

/** Counts the message, and those of its group that came before one that was sent before. */
export async function count({ id, isPoison, group, place = 0 }: z.infer<typeof schema>) {
  if (isPoison && !isMended) throw new Error('Poison: ' + id)
  const counted = effects.ops.update({ id }, { add: { count: 1 } })
  if (!group || isPoison) return [counted]
  const { last = -1 } = (await effects.get({ id: group }, { consistent: true })) ?? {}
  const seen =
    place < last
      ? effects.ops.update({ id: group }, { add: { overtaken: 1 } })
      : effects.ops.update({ id: group }, { set: { last: place } })
  return [counted, seen]
}
`

const toHandler = (kind: 'Event' | 'Queue', name: string) => {
  const define = `define${kind}`
  const handle = `handle${kind}`
  return `import { ${define}, ${handle} } from '#framework/${kind.toLowerCase()}s.ts'
import { count, schema } from '#shared/effects.ts'

export const handler = ${handle}(${define}('${name}', { version: 1, schema }), count)
`
}
