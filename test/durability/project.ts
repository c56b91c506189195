/**
 * A small project that writes whatever it is asked to: rows, pairs of rows, messages, events.
 *
 * @module
 */
import { createProject, run } from '../../framework/test/scratch-project.ts'

export const app = 'durability-proof'
export const bucket = 'covers'

/** Makes it. */
export async function createProof(): Promise<string> {
  const files = {
    'app.arc': manifest,
    'src/shared/tables.ts': tables,
    'src/shared/messages.ts': messages,
    'src/http/post-rows/index.ts': toRoute(
      `import { rows } from '#shared/tables.ts'`,
      `await rows.put({ id })`,
    ),
    'src/http/post-pairs/index.ts': toRoute(
      `import { transact } from '#framework/tables.ts'
import { rows } from '#shared/tables.ts'`,
      `await transact([rows.ops.put({ id: id + '-left' }), rows.ops.put({ id: id + '-right' })])`,
    ),
    'src/http/post-messages/index.ts': toRoute(
      `import { work } from '#shared/messages.ts'`,
      `await work.send({ id })`,
    ),
    'src/http/post-ordered/index.ts': toRoute(
      `import { ordered } from '#shared/messages.ts'`,
      `await ordered.send({ id }, { groupId: id.split('-')[0] })`,
    ),
    'src/http/post-events/index.ts': toRoute(
      `import { happened } from '#shared/messages.ts'`,
      `await happened.publish({ id })`,
    ),
    'src/queues/work/index.ts': toHandler('Queue', 'work'),
    'src/queues/ordered/index.ts': toHandler('Queue', 'ordered'),
    'src/events/happened/index.ts': toHandler('Event', 'happened'),
    'src/scheduled/hourly/index.ts': hourly,
  }
  // Of its own: it must not start again because somebody works on ours.
  const folder = createProject(files, { hasOwnFramework: true })
  // What ends properly leaves what it has compiled to those who will not.
  await run(folder, ['framework/local/boot.mjs', 'reset']).ends()
  return folder
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
post /rows
post /pairs
post /messages
post /ordered
post /events

@queues
work
  fifo false
ordered
  fifo true

@events
happened

@buckets
${bucket}

@scheduled
hourly rate(1 hour)

@tables
rows
  id *String
effects
  id *String
runs
  id *String
`

const tables = `import { defineTable } from '#framework/tables.ts'

export const rows = defineTable<{ id: string }>('rows', { key: ['id'] })
export const effects = defineTable<{ id: string }>('effects', { key: ['id'] })
export const runs = defineTable<{ id: string; count?: number }>('runs', { key: ['id'] })
`

const messages = `import { defineEvent } from '#framework/events.ts'
import { defineQueue } from '#framework/queues.ts'
import { z } from '#framework/validate.ts'

const schema = z.object({ id: z.string() })
export const work = defineQueue('work', { version: 1, schema })
export const ordered = defineQueue('ordered', { version: 1, schema })
export const happened = defineEvent('happened', { version: 1, schema })
`

// Counted, so that a run that is begun again is seen.
const hourly = `import { runs } from '#shared/tables.ts'

export async function handler({ time }: { time: string }) {
  await runs.update({ id: time }, { add: { count: 1 } })
}
`

const toRoute = (
  imports: string,
  write: string,
) => `import { http, noContent } from '#framework/http.ts'
${imports}

export const handler = http(async (request) => {
  const { id } = (await request.json()) as { id: string }
  ${write}
  return noContent()
})
`

const toHandler = (
  kind: 'Event' | 'Queue',
  name: string,
) => `import { handle${kind} } from '#framework/${kind.toLowerCase()}s.ts'
import { ${name} } from '#shared/messages.ts'
import { effects } from '#shared/tables.ts'

export const handler = handle${kind}(${name}, async ({ id }) => [effects.ops.put({ id })])
`
