/**
 * A small project with one of everything, and its template: what mutations start from.
 *
 * @module
 */
import { rmSync } from 'node:fs'
import { createProject } from '../../test/scratch-project.ts'
import { readAccess } from '../access/read-access.ts'
import type { Template } from '../cloudformation.ts'
import { createTemplate } from '../create.ts'

/** The values of the stage’s variables. */
export const variables = { APP_SECRET: 'a-secret-that-nobody-guesses-in-a-hundred-years' }

/** The template of a project with a table, a stream, a topic, a queue, a schedule and a bucket. */
export async function createSmallTemplate(): Promise<Template> {
  const cwd = createProject(smallProject)
  try {
    return await createTemplate({ cwd, stage: 'production', variables, readAccess })
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

export const smallProject = {
  'app.arc': `@app
small

@aws
runtime typescript
architecture arm64

@plugins
plugboard
  src framework/plugin.ts

@deploy
alarms "ops@example.com"
budget 50
production
  domain www.example.com
  certificate "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"

@http
get /
get /notes/:id

@static

@events
note-written

@queues
thumbnails
  fifo false

@scheduled
nightly rate(1 day)

@tables-streams
notes

@tables
notes
  id *String

@tables-indexes
notes
  author *String
  name byAuthor

@buckets
covers
`,
  'src/http/get-notes-000id/index.ts': `import { defineTable } from '#framework/tables.ts'
import { http, json } from '#framework/http.ts'

const notes = defineTable<{ id: string }, 'id'>('notes', { key: ['id'] })

export const handler = http(async (_request, params) => json(await notes.get({ id: params['id']! })))
`,
  'src/events/note-written/index.ts': 'export const handler = async () => {}\n',
  'src/queues/thumbnails/index.ts':
    'export const handler = async () => ({ batchItemFailures: [] })\n',
  'src/scheduled/nightly/index.ts': 'export const handler = async () => {}\n',
  'src/tables-streams/notes/index.ts':
    'export const handler = async () => ({ batchItemFailures: [] })\n',
}
