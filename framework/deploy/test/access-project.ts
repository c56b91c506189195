/**
 * A small project whose functions use tables, topics and queues in many ways.
 *
 * @module
 */
import { createProject } from '../../test/scratch-project.ts'

const manifest = `@app
small

@aws
runtime typescript

@plugins
plugboard
  src framework/plugin.ts
@http
ROUTES

@events
noted

@queues
work
  fifo false

@scheduled
nightly rate(1 day)

@tables
notes
  slug *String
drafts
  slug *String
  expiresAt TTL

@tables-indexes
notes
  state *String
  name byState
notes
  writer *String
  name byWriter

@tables-streams
drafts

@buckets
covers
`

const shared = `import { defineEvent } from '#framework/events.ts'
import { defineQueue } from '#framework/queues.ts'
import { defineTable, transact } from '#framework/tables.ts'
import { z } from 'zod'

interface Note { slug: string; state?: string; writer?: string; version: number }
interface Draft { slug: string; expiresAt: number }

export const notes = defineTable<Note, 'slug'>('notes', {
  key: ['slug'],
  indexes: { byState: ['state'], byWriter: ['writer'] },
  version: true,
})
export const drafts = defineTable<Draft, 'slug'>('drafts', { key: ['slug'], ttl: 'expiresAt' })
export const noted = defineEvent('noted', { version: 1, schema: z.object({}) })
export const work = defineQueue('work', { version: 1, schema: z.object({}) })
export const saveAll = () => transact([notes.ops.save({ slug: 'a' }), drafts.ops.delete({ slug: 'b' })])
export const unused = () => notes.scan()
`

/** A project with a route for each of these: `one` is `get /one`, and what its file says. */
export function createAccessProject(
  routes: Record<string, string>,
  files: Record<string, string> = {},
  { plugins = '' }: { plugins?: string } = {},
): string {
  const names = Object.keys(routes)
  const handlers = Object.entries(routes).map(([name, body]) => [
    `src/http/get-${name}/index.ts`,
    `import { http, json } from '#framework/http.ts'\n${body}\n`,
  ])
  return createProject({
    'app.arc': manifest
      .replace('ROUTES', names.map((name) => `get /${name}`).join('\n'))
      .replace('@http', `${plugins}\n@http`),
    'src/shared/parts.ts': shared,
    'src/events/noted/index.ts': `import { handleEvent } from '#framework/events.ts'
import { noted } from '#shared/parts.ts'
export const handler = handleEvent(noted, () => {})
`,
    'src/queues/work/index.ts': `import { handleQueue } from '#framework/queues.ts'
import { work } from '#shared/parts.ts'
export const handler = handleQueue(work, () => {})
`,
    'src/scheduled/nightly/index.mjs': 'export const handler = async () => {}\n',
    'src/tables-streams/drafts/index.ts': 'export const handler = async () => {}\n',
    ...Object.fromEntries(handlers),
    ...files,
  })
}
