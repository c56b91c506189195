import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import type { AppError } from '../errors.ts'
import { defineTable, isConflict, transact } from '../tables.ts'
import { requestDatabase } from '../local/database/request.ts'
import { useTables } from './use-tables.ts'

interface Article {
  slug: string
  title: string
  status: 'draft' | 'published'
  publishedAt?: string
  version: number
  tags?: string[]
  stars?: number
}

interface Line {
  book: string
  page: string
  text?: string
  data?: Uint8Array
  nested?: Record<string, unknown>
  labels?: Set<string>
  count?: number
}

interface Session {
  id: string
  visits?: number
  expiresAt?: number
}

const articles = defineTable<Article, 'slug'>('articles', {
  key: ['slug'],
  indexes: { byStatus: ['status', 'publishedAt'] },
  version: true,
})
const lines = defineTable<Line, 'book' | 'page'>('lines', { key: ['book', 'page'] })
const sessions = defineTable<Session>('sessions', { key: ['id'], ttl: 'expiresAt' })

const database = useTables({
  articles: { key: ['slug'], indexes: { byStatus: ['status', 'publishedAt'] } },
  lines: { key: ['book', 'page'] },
  sessions: { key: ['id'], ttl: 'expiresAt' },
})

let count = 0
const fresh = (name: string) => `${name}-${++count}`
const draft = (slug = fresh('article')) => ({ slug, title: 'Hello', status: 'draft' as const })
const past = () => Math.floor(Date.now() / 1000) - 10
const future = () => Math.floor(Date.now() / 1000) + 1000

const expired = async () => {
  const id = fresh('session')
  await sessions.put({ id, visits: 7, expiresAt: past() })
  return id
}

const fails = (code: string, detail?: RegExp) => (error: AppError) => {
  assert.equal(error.code, code)
  if (detail) assert.match(error.detail ?? '', detail)
  return true
}

describe('items', () => {
  it('come back as they went in', async () => {
    const line: Line = {
      book: fresh('book'),
      page: '1',
      text: 'Grüße 👋 \u0000',
      data: new Uint8Array([0, 255, 128]),
      labels: new Set(['a', 'b']),
      count: -1.5,
      nested: {
        S: 'a type',
        M: { L: [] },
        list: [1, 'two', null, true, { deep: new Uint8Array([1]) }],
        empty: '',
        none: {},
        numbers: new Set([1, 2]),
      },
    }
    Object.defineProperty(line.nested, '__proto__', { value: 'mine', enumerable: true })

    await lines.put(line)

    assert.deepEqual(await lines.get(line), line)
    assert.equal(Object.getPrototypeOf((await lines.get(line))!), Object.prototype)
  })

  it('may have attributes that are named like the types of DynamoDB', async () => {
    const odd = defineTable<{ slug: string; S: { N: string }; Item: object }>('articles', {
      key: ['slug'],
    })
    const item = { slug: fresh('odd'), S: { N: 'not a number' }, Item: { M: 'x' } }

    await odd.put(item)

    assert.deepEqual(await odd.get(item), item)
  })

  it('lose what is undefined, and halves of characters', async () => {
    const slug = fresh('article')

    await articles.create({ ...draft(slug), title: 'a\uD800b', publishedAt: undefined as never })

    const found = (await articles.get({ slug }))!
    assert.equal('publishedAt' in found, false)
    assert.equal(found.title, 'a\uFFFDb')
  })

  it('are refused with the name of the attribute that cannot be stored', async () => {
    const line = { book: 'b', page: '1' }
    const put = (nested: Record<string, unknown>) => lines.put({ ...line, nested })
    const circular: Record<string, unknown> = {}
    circular['self'] = circular

    await assert.rejects(
      put({ at: new Date() }),
      /\[lines\].*"nested.at" holds a Date.*toISOString/,
    )
    await assert.rejects(put({ n: Number.NaN }), /"nested.n" holds NaN/)
    await assert.rejects(put({ n: 1e200 }), /"nested.n".*9.9e125/)
    await assert.rejects(put({ f: () => {} }), /"nested.f" holds function/)
    await assert.rejects(put({ list: [undefined] }), /"nested.list.0" holds undefined/)
    await assert.rejects(put({ set: new Set() }), /"nested.set" holds an empty Set/)
    await assert.rejects(put({ map: new Map() }), /"nested.map" holds a Map/)
    await assert.rejects(put({ n: 1n }), /"nested.n" holds a bigint/)
    await assert.rejects(put(circular), /too deep/)
  })

  it('are refused above 400 KB', async () => {
    const line = { book: fresh('book'), page: '1' }
    const room = 400 * 1024 - JSON.stringify(line).length

    await lines.put({ ...line, text: 'x'.repeat(room - 100) })
    await assert.rejects(
      lines.put({ ...line, text: 'x'.repeat(room + 100) }),
      fails('ITEM_TOO_LARGE'),
    )
    await assert.rejects(lines.put({ ...line, text: '€'.repeat(140_000) }), fails('ITEM_TOO_LARGE'))
  })
})

describe('keys', () => {
  it('that nothing can have are refused as the caller’s mistake', async () => {
    await assert.rejects(articles.get({ slug: '' }), fails('INVALID_KEY', /"slug" is empty/))
    await assert.rejects(articles.create(draft('')), fails('INVALID_KEY'))
    await assert.rejects(
      articles.get({ slug: 'ä'.repeat(1025) }),
      fails('INVALID_KEY', /longer than 2048/),
    )
    await assert.rejects(
      articles.create({ ...draft(), publishedAt: '' }),
      fails('INVALID_KEY', /"publishedAt"/),
    )
    assert.equal(await articles.get({ slug: 'ä'.repeat(1024) }), undefined)
  })

  it('must be whole', async () => {
    await assert.rejects(
      lines.get({ book: 'b' } as never),
      /\[lines\] .*book and page; page is missing/,
    )
    await assert.rejects(lines.get({ book: {}, page: '1' } as never), /must be a string/)
  })
})

describe('create', () => {
  it('refuses a key that is taken', async () => {
    const article = draft()
    const created = await articles.create(article)

    assert.equal(created.version, 1)
    await assert.rejects(articles.create(article), (error) => {
      assert.ok(isConflict(error))
      assert.deepEqual(error.errors, [{ path: 'articles.create', message: 'it exists' }])
      return true
    })
  })

  it('keeps what is stored out of the error', async () => {
    const article = { ...draft(), title: 'a secret title' }
    await articles.create(article)

    const error = await articles.create({ ...article, title: 'x' }).catch((it: Error) => it)

    const cause = (error as Error).cause as Error
    assert.doesNotMatch(JSON.stringify([error, cause, cause.stack]), /secret/)
  })
})

describe('save', () => {
  it('counts versions, and refuses who did not see the last one', async () => {
    const created = await articles.save(draft())
    const saved = await articles.save({ ...created, title: 'Second' })

    assert.equal(saved.version, 2)
    await assert.rejects(articles.save({ ...created, title: 'Late' }), fails('CONFLICT'))
    assert.equal((await articles.get(created))!.title, 'Second')
  })

  it('lets one of many at the same time win', async () => {
    const created = await articles.create(draft())

    const attempts = Array.from({ length: 20 }, (_, index) =>
      articles.save({ ...created, title: String(index) }),
    )
    const results = await Promise.allSettled(attempts)

    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  it('does not bring back what was deleted', async () => {
    const created = await articles.create(draft())
    await articles.delete(created)

    await assert.rejects(articles.save(created), fails('CONFLICT'))
  })

  it('needs a table with versions', async () => {
    await assert.rejects(lines.save({ book: 'b', page: '1' }), /\[lines\] save needs versions/)
  })
})

describe('put', () => {
  it('overwrites, and readers of the old item notice', async () => {
    const old = await articles.create(draft())

    const written = await articles.put({ ...draft(old.slug), title: 'New' })

    assert.equal(written.version, 2)
    await assert.rejects(articles.save(old), fails('CONFLICT'))
    assert.deepEqual(await articles.get(old), written)
  })

  it('writes a new item too', async () => {
    assert.equal((await articles.put(draft())).version, 1)
  })

  it('from many at the same time all get through', async () => {
    const slug = fresh('article')

    const all = await Promise.all([1, 2, 3, 4].map(() => articles.put(draft(slug))))

    assert.deepEqual(all.map(({ version }) => version).sort(), [1, 2, 3, 4])
  })
})

describe('update', () => {
  it('sets, adds and removes, and answers the whole item', async () => {
    const created = await articles.create({ ...draft(), publishedAt: '2026', stars: 1 })

    const updated = await articles.update(created, {
      set: { title: 'New', tags: undefined as never },
      add: { stars: 2 },
      remove: ['publishedAt'],
    })

    assert.deepEqual(updated, {
      slug: created.slug,
      title: 'New',
      status: 'draft',
      stars: 3,
      version: 2,
    })
  })

  it('makes the item where it is missing, unless told otherwise', async () => {
    const slug = fresh('article')

    await assert.rejects(
      articles.update({ slug }, { add: { stars: 1 }, if: { slug: { exists: true } } }),
      fails('CONFLICT'),
    )
    const made = await articles.update({ slug }, { add: { stars: 1 } })

    assert.deepEqual(made, { slug, stars: 1, version: 1 })
  })

  it('loses no count of many at the same time', async () => {
    const { slug } = await articles.create(draft())

    await Promise.all(
      Array.from({ length: 50 }, () => articles.update({ slug }, { add: { stars: 1 } })),
    )

    assert.equal((await articles.get({ slug }))!.stars, 50)
  })

  it('happens only under its condition', async () => {
    const { slug } = await articles.create({ ...draft(), stars: 5, tags: ['a'] })
    const holds = async (condition: object | readonly object[]) => {
      const done = articles.update({ slug }, { set: { title: 'x' }, if: condition })
      return done.then(() => true).catch((error: unknown) => !isConflict(error))
    }

    assert.ok(await holds({ status: 'draft', stars: 5 }))
    assert.ok(await holds({ stars: { gt: 4 }, title: { not: 'y' } }))
    assert.ok(await holds({ stars: { between: [5, 6] }, status: { in: ['draft', 'published'] } }))
    assert.ok(await holds({ tags: { contains: 'a' }, slug: { beginsWith: 'article' } }))
    assert.ok(await holds([{ status: 'published' }, { stars: { lte: 5 } }]))
    assert.ok(await holds({ tags: ['a'] }))

    assert.equal(await holds({ status: 'published' }), false)
    assert.equal(await holds({ stars: { lt: 5 } }), false)
    assert.equal(await holds({ status: { in: [] } }), false)
    assert.equal(await holds({ publishedAt: { exists: true } }), false)
    assert.equal(await holds([{ status: 'published' }, { stars: 4 }]), false)
  })

  it('refuses conditions that test nothing, and changes that change nothing', async () => {
    const key = { slug: 'a' }
    const set = { title: 'x' }

    await assert.rejects(articles.update(key, { set, if: {} }), /without tests/)
    await assert.rejects(articles.update(key, { set, if: [] }), /without tests/)
    await assert.rejects(
      articles.update(key, { set, if: { status: undefined as never } }),
      /status is undefined/,
    )
    await assert.rejects(lines.update({ book: 'b', page: '1' }, {}), /nothing to change/)
    await assert.rejects(articles.update(key, { set: { slug: 'b' } }), /slug is not yours/)
    await assert.rejects(articles.update(key, { set: { version: 9 } }), /version is not yours/)
  })
})

describe('delete', () => {
  it('takes the item away, under its condition', async () => {
    const created = await articles.create(draft())

    await assert.rejects(
      articles.delete(created, { if: { status: 'published' } }),
      fails('CONFLICT'),
    )
    await articles.delete(created, { if: { version: 1 } })
    await articles.delete(created)

    assert.equal(await articles.get(created), undefined)
  })
})

describe('getMany', () => {
  it('keeps the order, repeats, and leaves gaps', async () => {
    const [one, two] = [await articles.create(draft()), await articles.create(draft())]

    const found = await articles.getMany([two, { slug: 'missing' }, one, two])

    assert.deepEqual(found, [two, undefined, one, two])
    assert.deepEqual(await articles.getMany([]), [])
  })

  it('reads more than fits into one answer', async () => {
    const book = fresh('book')
    const pages = Array.from({ length: 230 }, (_, index) => ({ book, page: String(index) }))
    await Promise.all(pages.map((it) => lines.put({ ...it, text: 'x'.repeat(100_000) })))

    const found = await lines.getMany(pages)

    assert.deepEqual(
      found.map((it) => it?.page),
      pages.map(({ page }) => page),
    )
  })
})

describe('query', () => {
  const book = 'query'
  const pages = ['a1', 'a2', 'a3', 'b1', 'b2']
  const read = async (options: Partial<Parameters<typeof lines.query>[0]> = {}) => {
    await Promise.all(pages.map((page) => lines.put({ book, page })))
    const { items, cursor } = await lines.query({ where: { book }, ...options })
    return { pages: items.map(({ page }) => page), cursor }
  }

  it('finds by partition and range of the sort key', async () => {
    const inRange = async (page: never) => (await read({ where: { book, page } })).pages

    assert.deepEqual((await read()).pages, pages)
    assert.deepEqual((await read({ order: 'desc' })).pages, pages.toReversed())
    assert.deepEqual(await inRange({ beginsWith: 'a' } as never), ['a1', 'a2', 'a3'])
    assert.deepEqual(await inRange({ gt: 'a3' } as never), ['b1', 'b2'])
    assert.deepEqual(await inRange({ lte: 'a2' } as never), ['a1', 'a2'])
    assert.deepEqual(await inRange({ between: ['a2', 'b1'] } as never), ['a2', 'a3', 'b1'])
    assert.deepEqual(await inRange('b2' as never), ['b2'])
  })

  it('finds by index', async () => {
    const stamp = fresh('2026')
    const first = await articles.create({ ...draft(), status: 'published', publishedAt: stamp })

    const { items } = await articles.query({
      index: 'byStatus',
      where: { status: 'published', publishedAt: stamp },
    })

    assert.deepEqual(items, [first])
  })

  it('walks through all pages, each item once, and says when there are no more', async () => {
    for (const limit of [1, 2, 5, 6]) {
      const seen: string[] = []
      let cursor: string | undefined
      let turns = 0
      do {
        const page = await read({ limit, ...(cursor && { cursor }) })
        seen.push(...page.pages)
        cursor = page.cursor
        turns++
      } while (cursor)

      assert.deepEqual(seen, pages)
      assert.equal(turns, Math.ceil(pages.length / limit))
    }
  })

  it('refuses what cannot be asked', async () => {
    await assert.rejects(lines.query({ where: {} }), /"book"/)
    await assert.rejects(lines.query({ where: { book, text: 'x' } as never }), /text is not in/)
    await assert.rejects(lines.query({ where: { book }, index: 'nope' }), /no index "nope"/)
    await assert.rejects(lines.query({ where: { book }, limit: 0 }), /from 1 to 1000/)
    await assert.rejects(lines.query({ where: { book: '' } }), fails('INVALID_KEY'))
  })

  it('takes names and values for what they are, whatever they look like', async () => {
    const name = '#n0) OR (attribute_exists(:v0'
    await lines.put({ book: name, page: ':v1' })

    const { items } = await lines.query({ where: { book: name, page: ':v1' } })

    assert.equal(items.length, 1)
  })
})

describe('a cursor', () => {
  const where = { book: 'cursor' }
  const firstCursor = async (options: { scope?: string; order?: 'asc' | 'desc' } = {}) => {
    await Promise.all(['1', '2', '3'].map((page) => lines.put({ ...where, page })))
    const { cursor } = await lines.query({ where, limit: 1, ...options })
    return cursor!
  }
  const refused = fails('INVALID_CURSOR')

  it('is good for the list it was made for', async () => {
    const cursor = await firstCursor({ scope: 'ada' })

    const { items } = await lines.query({ where, limit: 1, scope: 'ada', cursor })

    assert.deepEqual(items, [{ ...where, page: '2' }])
  })

  it('is refused for another reader, list, order or table', async () => {
    const cursor = await firstCursor({ scope: 'ada' })

    await assert.rejects(lines.query({ where, cursor, scope: 'eve' }), refused)
    await assert.rejects(lines.query({ where, cursor }), refused)
    await assert.rejects(lines.query({ where: { book: 'x' }, cursor, scope: 'ada' }), refused)
    await assert.rejects(
      lines.query({ where: { ...where, page: { gt: '0' } }, cursor, scope: 'ada' }),
      refused,
    )
    await assert.rejects(lines.query({ where, order: 'desc', cursor, scope: 'ada' }), refused)
    await assert.rejects(lines.scan({ cursor, scope: 'ada' }), refused)
    await assert.rejects(sessions.scan({ cursor, scope: 'ada' }), refused)
  })

  it('is refused when it was changed or made up', async () => {
    const cursor = await firstCursor()
    const forged = Buffer.from(JSON.stringify({ key: { book: { S: 'cursor' } } }))

    await assert.rejects(lines.query({ where, cursor: `${cursor}x` }), refused)
    await assert.rejects(lines.query({ where, cursor: cursor.replace(/^./, 'A') }), refused)
    await assert.rejects(lines.query({ where, cursor: forged.toString('base64url') }), refused)
    await assert.rejects(lines.query({ where, cursor: '' }), refused)
  })
})

describe('scan', () => {
  it('reads the whole table, page by page', async () => {
    const mine = await Promise.all([1, 2, 3].map(() => sessions.create({ id: fresh('scan') })))
    const seen = new Set<string>()
    let cursor: string | undefined
    do {
      const page = await sessions.scan({ limit: 2, cursor })
      for (const { id } of page.items) seen.add(id)
      cursor = page.cursor
    } while (cursor)

    assert.ok(mine.every(({ id }) => seen.has(id)))
  })
})

describe('an item whose time is up', () => {
  it('is absent to readers at once', async () => {
    const id = await expired()
    const alive = await sessions.create({ id: fresh('session'), expiresAt: future() })
    const scanned = await sessions.scan({ limit: 1000 })

    assert.equal(await sessions.get({ id }), undefined)
    assert.deepEqual(await sessions.getMany([{ id }, alive]), [undefined, alive])
    assert.deepEqual((await sessions.query({ where: { id } })).items, [])
    assert.equal(
      scanned.items.some((it) => it.id === id),
      false,
    )
  })

  it('makes room for a new one', async () => {
    const id = await expired()

    await sessions.create({ id, expiresAt: future() })

    assert.equal((await sessions.get({ id }))!.visits, undefined)
  })

  it('is begun afresh by an update', async () => {
    const id = await expired()

    assert.deepEqual(await sessions.update({ id }, { add: { visits: 1 } }), { id, visits: 1 })
    await assert.rejects(
      sessions.update(
        { id: await expired() },
        { add: { visits: 1 }, if: { id: { exists: true } } },
      ),
      fails('CONFLICT'),
    )
  })
})

describe('transact', () => {
  it('does all or nothing, and tells which operation failed', async () => {
    const taken = await articles.create(draft())
    const slug = fresh('article')

    const error = await transact([
      lines.ops.put({ book: slug, page: '1' }),
      articles.ops.create(draft(taken.slug)),
    ]).catch((it: unknown) => it)

    assert.ok(isConflict(error, 1))
    assert.equal(isConflict(error, 0), false)
    assert.deepEqual(error.errors, [{ path: 'articles.create', message: 'it exists' }])
    assert.equal(await lines.get({ book: slug, page: '1' }), undefined)
  })

  it('takes every kind of operation', async () => {
    const [one, two, three] = [
      await articles.create(draft()),
      await articles.create(draft()),
      await articles.create(draft()),
    ]
    const added = draft()
    const book = fresh('book')

    await transact([
      articles.ops.create(added),
      articles.ops.save({ ...one, title: 'Saved' }),
      articles.ops.update(two, { set: { title: 'Updated' }, if: { version: 1 } }),
      articles.ops.delete(three, { if: { status: 'draft' } }),
      lines.ops.put({ book, page: '1' }),
      lines.ops.check({ book, page: '2' }, { book: { exists: false } }),
    ])

    const found = await articles.getMany([added, one, two, three])
    assert.deepEqual(
      found.map((it) => it && [it.title, it.version]),
      [['Hello', 1], ['Saved', 2], ['Updated', 2], undefined],
    )
    assert.ok(await lines.get({ book, page: '1' }))
  })

  it('happens once for one token', async () => {
    const { slug } = await articles.create(draft())
    const add = () => [articles.ops.update({ slug }, { add: { stars: 1 } })]

    await transact(add(), { token: slug })
    await transact(add(), { token: slug })

    assert.equal((await articles.get({ slug }))!.stars, 1)
  })

  it('loses nothing to others at the same time', async () => {
    const { slug } = await articles.create(draft())

    await Promise.all(
      Array.from({ length: 20 }, () =>
        transact([articles.ops.update({ slug }, { add: { stars: 1 } })]),
      ),
    )

    assert.equal((await articles.get({ slug }))!.stars, 20)
  })

  it('takes a hundred operations, and says so when there are more', async () => {
    const book = fresh('book')
    const ops = (length: number) =>
      Array.from({ length }, (_, index) => lines.ops.put({ book, page: String(index) }))

    await transact([])
    await transact(ops(100))

    assert.equal((await lines.query({ where: { book } })).items.length, 100)
    await assert.rejects(transact(ops(101)), /101 operations, and 100 is the most/)
  })

  it('names the operation that makes no sense', async () => {
    const book = fresh('book')
    const twice = () => lines.ops.put({ book, page: '1' })

    await assert.rejects(transact([twice(), twice()]), /lines/)
  })
})

describe('a table', () => {
  it('that is not in the environment says what to do', async () => {
    const lost = defineTable<{ id: string }>('lost-things', { key: ['id'] })

    await assert.rejects(
      lost.get({ id: '1' }),
      fails('MISSING_ENV', /TABLE_LOST_THINGS.*under @tables\. Add it to app\.arc/),
    )
  })

  it('that is not in the database says what to do', async () => {
    process.env['TABLE_GONE'] = 'plugboard-staging-gone'
    const gone = defineTable<{ id: string }>('gone', { key: ['id'] })

    await assert.rejects(gone.get({ id: '1' }), /\[gone\] the table is not there\. Deploy/)
  })

  it('writes what any other client reads', async () => {
    await lines.put({ book: 'raw', page: '1', data: new Uint8Array([1, 2, 3]), count: 2 })

    const answer = await requestDatabase(database.endpoint, 'GetItem', {
      TableName: 'plugboard-staging-lines',
      Key: { book: { S: 'raw' }, page: { S: '1' } },
    })

    assert.deepEqual((answer as { Item: object }).Item, {
      book: { S: 'raw' },
      page: { S: '1' },
      data: { B: 'AQID' },
      count: { N: '2' },
    })
  })
})
