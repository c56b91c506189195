import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { readManifest } from '../../manifest.ts'
import type { FunctionAccess } from '../access.ts'
import { readAccess } from '../access/read-access.ts'
import { createAccessProject } from './access-project.ts'

const parts = (names: string) => `import { ${names} } from '#shared/parts.ts'`
const answer = (expression: string) =>
  `export const handler = http(async (request) => json(await ${expression}))`

/** One way to use something, in a route of its own. */
const routes = {
  read: [parts('notes'), answer(`notes.get({ slug: 'a' })`)],
  many: [parts('notes'), answer(`notes.getMany([{ slug: 'a' }])`)],
  put: [parts('notes'), answer(`notes.put({ slug: 'a' })`)],
  sweep: [parts('drafts'), answer(`drafts.update({ slug: 'a' }, { remove: [] })`)],
  query: [parts('notes'), answer(`notes.query({ where: { slug: 'a' } })`)],
  index: [
    parts('notes'),
    `const state = (after?: string) => notes.query({ index: 'byState', where: { state: 'new' }, ...(after && { cursor: after }) })`,
    answer(`state(request.query.get('after') ?? undefined)`),
  ],
  either: [
    parts('notes'),
    answer(
      `notes.query({ index: request.query.has('w') ? 'byWriter' : 'byState', where: {} as never })`,
    ),
  ],
  computed: [parts('notes'), answer(`notes.query({ ...JSON.parse(await request.text()) })`)],
  constant: [
    parts('notes'),
    `const mine = { index: 'byWriter', where: { writer: 'me' } } as const`,
    answer(`notes.query({ ...mine })`),
  ],
  transact: [parts('saveAll'), answer(`saveAll()`)],
  check: [
    parts('notes'),
    `import { transact } from '#framework/tables.ts'`,
    `const { ops } = notes`,
    answer(`transact([ops.check({ slug: 'a' }, { slug: 'a' })])`),
  ],
  alias: [parts('notes'), `const { get: find } = notes`, answer(`find({ slug: 'a' })`)],
  parameter: [
    parts('notes, drafts'),
    `const first = ({ scan }: Pick<typeof notes, 'scan'>) => scan({ limit: 1 })`,
    `const gone = (table: typeof drafts, slug: string) => table.delete({ slug })`,
    answer(`[await first(notes), await gone(drafts, 'a')]`),
  ],
  returned: [
    parts('drafts'),
    `function table() { return drafts }`,
    answer(`table().create({ slug: 'a', expiresAt: 1 })`),
  ],
  escape: [
    parts('notes'),
    answer(`Promise.all(Object.values({ notes }).map((it) => it.get({ slug: 'a' })))`),
  ],
  parameterised: [
    parts('notes'),
    `const use = (how = (table: typeof notes): unknown => table.name) => how(notes)`,
    answer(`use()`),
  ],
  renamed: [
    `import { defineTable } from '#framework/tables.ts'`,
    `const make = defineTable`,
    answer(`make('drafts', { key: ['slug' as never] }).get({})`),
  ],
  imported: [
    `const make = async () => (await import('#framework/tables.ts')).defineTable`,
    answer(`(await make())('drafts', { key: ['slug' as never] }).get({})`),
  ],
  resource: [
    `import { requireResource } from '#framework/resource.ts'`,
    answer(`requireResource('TABLE', 'drafts')`),
  ],
  any: [
    `import { defineTable } from '#framework/tables.ts'`,
    answer(`defineTable(request.path, { key: ['slug' as never] }).scan()`),
  ],
  lazy: [answer(`import('#shared/lazy.ts').then(({ find }) => find())`)],
  awaited: [`const load = () => import('#shared/lazy.ts')`, answer(`(await load()).remember('a')`)],
  named: [answer(`process.env['TABLE_NOTES']`)],
  bucket: [answer(`process.env.BUCKET_COVERS`)],
  publish: [parts('noted'), answer(`noted.publish({})`)],
  send: [parts('work'), answer(`work.sendMany([])`)],
  nothing: [parts('notes, noted, work'), answer(`[notes.name, noted.version, work.name]`)],
  setting: [
    `import { requireEnv } from '#framework/env.ts'`,
    `const setting = (name: string) => requireEnv(name)`,
    answer(`setting('APP_SECRET')`),
  ],
  destructured: [
    `const { LOG_LEVEL, FROM_A_PACKAGE } = process.env`,
    answer(`[LOG_LEVEL, FROM_A_PACKAGE]`),
  ],
  dynamic: [answer(`process.env[request.path]`)],
  architect: [`import arc from '@architect/functions'`, answer(`arc.tables()`)],
}

const lazy = `import { drafts, notes } from './parts.ts'
export { notes }
export const find = () => notes.get({ slug: 'a' })
export const remember = (slug: string) => drafts.create({ slug, expiresAt: 1 })
`

let folder: string
let access: ReadonlyMap<string, FunctionAccess>

beforeAll(async () => {
  const bodies = Object.entries(routes).map(([name, lines]) => [name, lines.join('\n')])
  folder = createAccessProject(Object.fromEntries(bodies), { 'src/shared/lazy.ts': lazy })
  const inv = await readManifest(folder)
  inv._project.env.aws = { staging: { FROM_THE_STAGE: '1' } }
  access = await readAccess(inv)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('what a function may do', () => {
  const of = (route: keyof typeof routes) => {
    const id = `Get${route[0]!.toUpperCase()}${route.slice(1)}HTTPLambda`
    return access.get(id)!
  }
  const tablesOf = (route: keyof typeof routes) => {
    const { tables, indexes } = of(route)
    const short = Object.entries(tables).map(([name, actions]) => [
      name,
      actions.map((action) => action.replace('dynamodb:', '')).join(' '),
    ])
    return { ...Object.fromEntries(short), ...(Object.keys(indexes).length > 0 && { indexes }) }
  }
  const all = 'BatchGetItem ConditionCheckItem DeleteItem GetItem PutItem Query Scan UpdateItem'

  it('follows from the methods that it calls on a table', () => {
    assert.deepEqual(tablesOf('read'), { notes: 'GetItem' })
    assert.deepEqual(tablesOf('many'), { notes: 'BatchGetItem' })
    assert.deepEqual(tablesOf('nothing'), {})
  })

  it('includes what a method does besides: a version is read, what expired is swept', () => {
    assert.deepEqual(tablesOf('put'), { notes: 'GetItem PutItem' })
    assert.deepEqual(tablesOf('sweep'), { drafts: 'DeleteItem UpdateItem' })
  })

  it('is a query of the table, or of the index that is named, and not of both', () => {
    assert.deepEqual(tablesOf('query'), { notes: 'Query' })
    assert.deepEqual(tablesOf('index'), { indexes: { notes: ['byState'] } })
    assert.deepEqual(tablesOf('either'), { indexes: { notes: ['byState', 'byWriter'] } })
    assert.deepEqual(tablesOf('constant'), { indexes: { notes: ['byWriter'] } })
    assert.deepEqual(tablesOf('computed'), {
      notes: 'Query',
      indexes: { notes: ['byState', 'byWriter'] },
    })
  })

  it('is of a transaction what its operations do', () => {
    assert.deepEqual(tablesOf('transact'), { notes: 'PutItem', drafts: 'DeleteItem' })
    assert.deepEqual(tablesOf('check'), { notes: 'ConditionCheckItem' })
  })

  it('is found behind other names, parameters, answers and import()', () => {
    assert.deepEqual(tablesOf('alias'), { notes: 'GetItem' })
    assert.deepEqual(tablesOf('parameter'), { notes: 'Scan', drafts: 'DeleteItem' })
    assert.deepEqual(tablesOf('returned'), { drafts: 'PutItem' })
    assert.deepEqual(tablesOf('lazy'), { notes: 'GetItem' })
    assert.deepEqual(tablesOf('awaited'), { drafts: 'PutItem' })
  })

  it('is all of it where a table goes where nobody can follow, and of that table alone', () => {
    const everyIndex = { indexes: { notes: ['byState', 'byWriter'] } }

    assert.deepEqual(tablesOf('escape'), { notes: all, ...everyIndex })
    assert.deepEqual(tablesOf('named'), { notes: all, ...everyIndex })
    assert.deepEqual(tablesOf('parameterised'), { notes: all, ...everyIndex })
    assert.deepEqual(tablesOf('resource'), { drafts: all })
  })

  it('is of all tables where the name is computed, and only what is done', () => {
    assert.deepEqual(tablesOf('any'), {
      'plugboard-keys': 'Scan',
      notes: 'Scan',
      drafts: 'Scan',
    })
  })

  it('is all of every table where tables are made by another name', () => {
    for (const { tables } of [of('renamed'), of('imported')]) {
      assert.deepEqual(Object.keys(tables), ['plugboard-keys', 'notes', 'drafts'])
      assert.equal(tables['notes']!.length, 8)
    }
  })

  it('is to publish and to send for whoever does, and not for whoever hears', () => {
    assert.deepEqual(of('publish').topics, ['noted'])
    assert.deepEqual(of('send').queues, ['work'])
    assert.deepEqual([of('nothing').topics, of('nothing').queues], [[], []])
    assert.deepEqual(access.get('NotedEventLambda')!.topics, [])
    assert.deepEqual(access.get('WorkQueueLambda')!.queues, [])
  })

  it('is all of a bucket for whoever names it', () => {
    assert.deepEqual(Object.keys(of('bucket').buckets), ['covers'])
    assert.ok(of('bucket').buckets['covers']!.includes('s3:PutObject'))
    assert.deepEqual(of('read').buckets, {})
  })

  it('cannot be read of another language, so that it is all of the project', () => {
    const { tables, topics, queues, usesArchitect } = access.get('NightlyScheduleLambda')!

    assert.deepEqual(Object.keys(tables), ['plugboard-keys', 'notes', 'drafts'])
    assert.deepEqual([topics, queues, usesArchitect], [['noted'], ['work'], true])
  })

  it('is told of @architect/functions, which finds things by itself', () => {
    assert.equal(of('architect').usesArchitect, true)
    assert.equal(of('read').usesArchitect, false)
  })
})

describe('what a function finds in its environment', () => {
  const envOf = (route: string) => access.get(`Get${route}HTTPLambda`)!.env

  it('is the secret, where something is signed', () => {
    assert.ok(!envOf('Read').includes('APP_SECRET'))
    // A page has a cursor, which is signed.
    assert.ok(envOf('Index').includes('APP_SECRET'))
    assert.ok(envOf('Setting').includes('APP_SECRET'))
  })

  it('is what it reads by name', () => {
    assert.ok(envOf('Destructured').includes('FROM_A_PACKAGE'))
    assert.ok(!envOf('Read').includes('FROM_A_PACKAGE'))
  })

  it('is everything where the name is computed', () => {
    assert.ok(envOf('Dynamic').includes('*'))
    assert.ok(access.get('GetDynamicHTTPLambda')!.topics.includes('noted'))
    assert.ok(!envOf('Read').includes('*'))
  })
})
