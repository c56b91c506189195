import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { paginate } from '../graphql.ts'

const numbers = Array.from({ length: 23 }, (_, index) => index)
const asked: number[] = []

describe('paginate', () => {
  it('answers the first page', async () => {
    const { edges, pageInfo } = await paginate({ first: 5 }, list)

    assert.deepEqual(toNodes(edges), [0, 1, 2, 3, 4])
    assert.equal(edges.at(-1)?.cursor, 'after-4')
    assert.deepEqual(pageInfo, {
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: edges[0]?.cursor,
      endCursor: 'after-4',
    })
  })

  it('leads through the whole list, from any edge', async () => {
    for (let place = 0; place < 5; place++) {
      const seen: number[] = []
      let after: string | null = null
      do {
        const { edges, pageInfo }: Awaited<ReturnType<typeof page>> = await page(after)
        const walked = pageInfo.hasNextPage ? edges.slice(0, place + 1) : edges
        seen.push(...toNodes(walked))
        after = pageInfo.hasNextPage ? walked.at(-1)!.cursor : null
      } while (after)

      assert.deepEqual(seen, numbers)
    }
  })

  it('ends where the list ends', async () => {
    const { edges, pageInfo } = await paginate({ first: 5, after: 'after-20' }, list)
    const beyond = await paginate({ first: 5, after: edges.at(-1)!.cursor }, list)

    assert.deepEqual(toNodes(edges), [21, 22])
    assert.equal(pageInfo.hasNextPage, false)
    assert.equal(pageInfo.hasPreviousPage, true)
    assert.deepEqual(beyond, {
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    })
  })

  it('reads no more than a page has', async () => {
    asked.length = 0
    await paginate({}, list)
    await paginate({ first: 50 }, list)

    assert.deepEqual(asked, [10, 50])
  })

  it.each([0, -1, 51, 1e9])('refuses pages of %d', async (first) => {
    await assert.rejects(paginate({ first }, list), { code: 'INVALID_INPUT' })
  })

  it.each(['x~', 'x~0', 'x~51', 'x~1e1', 'x~-1', '~'])('refuses the cursor %s', async (after) => {
    await assert.rejects(paginate({ after }, list), { code: 'INVALID_CURSOR' })
  })
})

function page(after: string | null) {
  return paginate({ first: 5, after }, list)
}

async function list({ first, after = 'after--1' }: { first: number; after?: string }) {
  asked.push(first)
  const start = Number(after.slice('after-'.length)) + 1
  const items = numbers.slice(start, start + first)
  const more = start + first < numbers.length
  return { items, ...(more && { cursor: `after-${items.at(-1)}` }) }
}

function toNodes(edges: { node: number }[]): number[] {
  return edges.map(({ node }) => node)
}
