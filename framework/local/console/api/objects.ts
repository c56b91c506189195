/**
 * Buckets, and the objects in them.
 *
 * @module
 */
import { browse } from '../browse.ts'
import type { ConsoleOptions } from '../sources.ts'
import { refuse, type Call, type FileAnswer, type Routes } from './call.ts'

/** The largest object that is taken, in bytes. */
const maxUpload = 20_000_000

export function createObjectRoutes(sources: ConsoleOptions['sources']): Routes {
  function open({ path, query }: Call) {
    const { storage } = sources()
    const bucket = path[1]!
    if (!storage.buckets().some(({ name }) => name === bucket)) {
      refuse(404, `There is no bucket "${bucket}" in app.arc.`)
    }
    return { storage, bucket, key: query.get('key') ?? '' }
  }

  async function find(call: Call) {
    const { storage, bucket, key } = open(call)
    return (await storage.get(bucket, key)) ?? refuse(404, 'There is no such object any more.')
  }

  return {
    'GET buckets': () => ({ buckets: sources().storage.buckets(), maxUpload }),
    'GET buckets *': (call) => {
      const { storage, bucket } = open(call)
      const { query } = call
      return browse(storage, bucket, {
        prefix: query.get('prefix') ?? '',
        cursor: query.get('cursor') ?? undefined,
      })
    },
    'GET buckets * about': async (call) => {
      const { body, ...about } = await find(call)
      return { ...about, size: body.length }
    },
    'GET buckets * object': async (call): Promise<FileAnswer> => {
      const { body, contentType } = await find(call)
      const first = Number(call.query.get('first')) || body.length
      const name = call.query.get('key')!.split('/').at(-1)!
      return { file: { name, contentType, body: body.subarray(0, first) } }
    },
    'PUT buckets * object': async (call) => {
      const { storage, bucket, key } = open(call)
      if (!key) refuse(422, 'An object needs a key.')
      const body = await call.bytes(maxUpload)
      const { contentType = 'application/octet-stream' } = call
      await storage.put(bucket, key, body, { contentType })
    },
    'DELETE buckets * object': async (call) => {
      const { storage, bucket, key } = open(call)
      await storage.remove(bucket, key)
    },
  }
}
