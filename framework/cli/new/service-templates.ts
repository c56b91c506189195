/**
 * The files of a new service.
 *
 * @module
 */

export interface Names {
  name: string
  title: string
  /** Of one entry. */
  type: string
  table: string
  code: string
}

export function readme({ name, title, table, code, type }: Names): string {
  return `# ${name}

${title}: to be told here, in one or two sentences.

**Brings**

- \`POST /${name}\` with \`{ "text": "…" }\`, which keeps an entry, and \`GET /${name}/:id\`, which shows it.
- GraphQL: \`${field(type)}(id)\`.
- the table \`${table}\` and the code \`${code}\`.

| who | how the table is read or written |
| --- | --- |
| \`POST /${name}\` | one new entry, by \`id\` |
| \`GET /${name}/:id\`, GraphQL | one entry by \`id\` |

**Variables**: none.

**Take it out**: delete the two lines \`${name}\` and \`src src/plugins/${name}/index.ts\` from \`app.arc\`.
`
}

export function manifest({ name, title, table }: Names): string {
  return `/**
 * ${title}: to be told here, in one line.
 *
 * Remove the lines \`${name}\` from \`app.arc\`, and all of this is gone.
 *
 * @module
 */
import { defineService } from '#framework/service.ts'

export default defineService({
  name: '${name}',
  dir: import.meta.dirname,
  description: 'To be told here, in one line',

  http: ['post /${name}', 'get /${name}/:id'],

  tables: {
    '${table}': { partitionKey: 'id' },
  },
})
`
}

export function door({ name, type }: Names): string {
  return `/**
 * What others may use of ${name}: \`needs: ['${name}']\`, then \`#services/${name}\`.
 *
 * @module
 */
export { createEntry, findEntry, type ${type} } from './entries.ts'
`
}

export function entries({ type, table }: Names): string {
  return `/**
 * Entries, as people send them.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { defineTable } from '#framework/tables.ts'

export interface ${type} {
  id: string
  text: string
  /** ISO 8601. */
  createdAt: string
}

const entries = defineTable<${type}, 'id'>('${table}', { key: ['id'] })

/** Keeps an entry. */
export async function createEntry(text: string): Promise<${type}> {
  const entry = { id: randomUUID(), text, createdAt: new Date().toISOString() }
  await entries.create(entry)
  return entry
}

/** Answers undefined where there is none. */
export async function findEntry(id: string): Promise<${type} | undefined> {
  return entries.get({ id })
}
`
}

export function errors({ name, code }: Names): string {
  return `/**
 * The codes of ${name}.
 *
 * @module
 */
import { defineErrors } from '#framework/errors.ts'

export const errors = defineErrors({
  ${code}: [404, 'No such entry of ${name}'],
})
`
}

export function graphql({ name, type }: Names): string {
  return `/**
 * The part of the schema that ${name} adds.
 *
 * @module
 */
import { defineModule } from '#framework/graphql.ts'
import { findEntry } from './entries.ts'

export default defineModule({
  typeDefs: /* GraphQL */ \`
    extend type Query {
      "An entry of ${name}; null where there is none."
      ${field(type)}(id: ID!): ${type}
    }

    type ${type} {
      id: ID!
      text: String!
      createdAt: String!
    }
  \`,

  resolvers: {
    Query: {
      ${field(type)}: (_root, { id }: { id: string }) => findEntry(id),
    },
  },
})
`
}

/** Of the root type: \`feedbackEntry\`. */
export function field(type: string): string {
  return type[0]!.toLowerCase() + type.slice(1)
}
