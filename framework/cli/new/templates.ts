/**
 * The text of what `npm run new` writes. oxfmt has the last word on its layout.
 *
 * @module
 */
import { toSingular, toTitle } from './names.ts'

export function http({ method, path }: { method: string; path: string }): string {
  const [param] = /(?<=:)\w+/.exec(path) ?? []
  const what = `\`${method.toUpperCase()} ${path}\``
  if (['post', 'put', 'patch'].includes(method)) return httpWithBody({ what })
  const [parameters, answer] = param
    ? ['_request, params', `{ ${param}: params['${param}'] }`]
    : ['', `{ message: 'Hello' }`]
  return `import { http, json } from '#framework/http.ts'

/** ${what}: to be told here, in one line. */
export const handler = http((${parameters}) => json(${answer}))
`
}

function httpWithBody({ what }: { what: string }): string {
  return `import { http, json, requireSameOrigin } from '#framework/http.ts'
import { z } from '#framework/validate.ts'

const body = z.object({ name: z.string() })

/** ${what}: to be told here, in one line. */
export const handler = http(async (request) => {
  requireSameOrigin(request)
  const { name } = await request.json(body)

  return json({ message: \`Hello \${name}\` })
})
`
}

interface Named {
  name: string
  identifier: string
}

export function eventDefinition({ name, identifier }: Named): string {
  return `/**
 * The event \`${name}\`.
 *
 * @module
 */
import { defineEvent } from '#framework/events.ts'
import { z } from '#framework/validate.ts'

export const ${identifier} = defineEvent('${name}', {
  version: 1,
  schema: z.object({ id: z.string() }),
})
`
}

export function eventHandler({ name, identifier }: Named): string {
  return `import { handleEvent } from '#framework/events.ts'
import { log } from '#framework/log.ts'
import { ${identifier} } from ${doorOf(name)}

/** ${toTitle(name)}: what follows from it, in one line. */
export const handler = handleEvent(${identifier}, async ({ id }) => {
  log.info('${toTitle(name)}', { id })
})
`
}

export function queueDefinition({ name, identifier }: Named): string {
  return `/**
 * The queue \`${name}\`.
 *
 * @module
 */
import { defineQueue } from '#framework/queues.ts'
import { z } from '#framework/validate.ts'

export const ${identifier} = defineQueue('${name}', {
  version: 1,
  schema: z.object({ id: z.string() }),
})
`
}

export function queueHandler({ name, identifier }: Named): string {
  return `import { log } from '#framework/log.ts'
import { handleQueue } from '#framework/queues.ts'
import { ${identifier} } from ${doorOf(name)}

/** ${toTitle(name)}: what is done with a message, in one line. */
export const handler = handleQueue(${identifier}, async ({ id }) => {
  log.info('${toTitle(name)}', { id })
})
`
}

export function scheduled({ name, when }: { name: string; when: string }): string {
  return `import { log } from '#framework/log.ts'
import { handleSchedule } from '#framework/scheduled.ts'

/** ${toTitle(name)}, ${when}: what it does, in one line. */
export const handler = handleSchedule('${name}', async ({ time }) => {
  log.info('${toTitle(name)}', { time })
})
`
}

interface TableNames extends Named {
  keys: string[]
  /** Of one item. */
  type: string
  title: string
}

export function table({ name, keys, identifier, type, title }: TableNames): string {
  const one = toSingular(name).replaceAll('-', ' ')
  const union = keys.map((key) => `'${key}'`).join(' | ')
  const parameters = keys.map((key) => `${key}: string`).join(', ')
  return `/**
 * ${title}: to be told here, in one line.
 *
 * @module
 */
import { defineTable } from '#framework/tables.ts'

export interface ${type} {
${keys.map((key) => `  ${key}: string\n`).join('')}  /** ISO 8601. */
  createdAt: string
}

const ${identifier} = defineTable<${type}, ${union}>('${name}', { key: [${keys.map((key) => `'${key}'`).join(', ')}] })

/**
 * Keeps a new ${one}.
 *
 * @throws CONFLICT when there is one with that key.
 */
export async function create${type}(${parameters}): Promise<${type}> {
  const item = { ${keys.join(', ')}, createdAt: new Date().toISOString() }
  await ${identifier}.create(item)
  return item
}

/** Answers undefined where there is none. */
export async function find${type}(${parameters}): Promise<${type} | undefined> {
  return ${identifier}.get({ ${keys.join(', ')} })
}
`
}

export function tableTest({ name, keys, type }: TableNames): string {
  const values = keys.map((key) => `\`${key}-\${crypto.randomUUID()}\``).join(', ')
  return `import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { useApp } from '#framework/testing.ts'
import { create${type}, find${type} } from '../${name}.ts'

describe('${name.replaceAll('-', ' ')}', () => {
  useApp()

  it('are found by their key', async () => {
    const key = [${values}] as const
    assert.equal(await find${type}(...key), undefined)

    const created = await create${type}(...key)

    assert.deepEqual(await find${type}(...key), created)
  })

  it('are created once', async () => {
    const key = [${values}] as const
    await create${type}(...key)

    await assert.rejects(create${type}(...key), { code: 'CONFLICT' })
  })
})
`
}

/** A specifier. Not written out above, where the check of imports would take it for one of ours. */
function doorOf(name: string): string {
  return `'#shared/${name}.ts'`
}
