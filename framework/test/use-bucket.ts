/**
 * A storage of its own with one bucket, for the tests of one file; empty before each.
 *
 * @module
 */
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { startStorage, type Storage } from '../local/storage.ts'

export function useBucket(name: string) {
  let storage: Storage

  beforeAll(async () => {
    const buckets = [{ name, physicalName: `app-${name}`, cors: [] }]
    storage = await startStorage({ port: 0, buckets, send: async () => undefined })
  })
  afterAll(() => storage.stop())
  beforeEach(async () => {
    await Promise.all((await keys()).map((key) => storage.remove(name, key)))
  })

  async function keys(): Promise<string[]> {
    const all: string[] = []
    let cursor: string | undefined
    do {
      const page = await storage.list(name, cursor === undefined ? {} : { cursor })
      all.push(...page.objects.map(({ key }) => key))
      cursor = page.cursor
    } while (cursor !== undefined)
    return all
  }

  return {
    storage: () => storage,
    keys,
    put: (key: string, body: string, contentType = 'text/plain') =>
      storage.put(name, key, Buffer.from(body), { contentType }),
  }
}
