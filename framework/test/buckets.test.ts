import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { afterEach, describe, it } from 'vitest'
import { checkProject } from '../local/preflight.ts'
import { readInventory } from '../local/preflight/inventory.ts'
import { toStoragePlan } from '../local/storage.ts'
import { listBuckets } from '../manifest.ts'
import { checkBuckets, readBuckets } from '../plugin/buckets.ts'
import { getPorts } from '../plugin/ports.ts'
import { defineService, type BucketDeclaration } from '../service.ts'
import { createProject } from './scratch-project.ts'

describe('@buckets', () => {
  const folders: string[] = []
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  })

  /** A project with these lines under the pragma, and two queues. */
  async function read(buckets: string, files: Record<string, string> = {}, plugins = '') {
    const manifest = `@app\nsmall\n\n@aws\nruntime typescript\n\n@plugins\nplugboard\n  src framework/plugin.ts\n${plugins}
@http\nget /\n\n@queues\nthumbs\nordered\n  fifo true\n\n@buckets\n${buckets}\n`
    const handler = 'export const handler = async () => {}\n'
    const folder = createProject({
      'app.arc': manifest,
      'src/queues/thumbs/index.ts': handler,
      'src/queues/ordered/index.ts': handler,
      ...files,
    })
    folders.push(folder)
    return readInventory(folder)
  }

  it('declares buckets, which functions find in their environment', async () => {
    const { inventory } = await read(
      'covers\n  cors https://a.example https://*.b.example\n  expireDays 30\n  created thumbs\n  removed thumbs\n  prefix in/\n  suffix .jpg\nraw',
    )
    const { inv } = inventory!

    const env = inv._project.env.local!['testing']!
    const ports = getPorts()
    assert.deepEqual(listBuckets(inv), [
      {
        name: 'covers',
        declaredBy: 'app.arc',
        cors: ['https://a.example', 'https://*.b.example'],
        expireDays: 30,
        notify: { created: 'thumbs', removed: 'thumbs', prefix: 'in/', suffix: '.jpg' },
      },
      { name: 'raw', declaredBy: 'app.arc' },
    ])
    assert.equal(env['BUCKET_COVERS'], 'small-staging-covers')
    assert.equal(env['BUCKET_RAW'], 'small-staging-raw')
    assert.equal(env['AWS_ENDPOINT_URL_S3'], `http://127.0.0.1:${ports.site + 16}`)
    assert.deepEqual(toStoragePlan(inv).buckets.at(-1), {
      name: 'raw',
      physicalName: 'small-staging-raw',
      cors: [`http://localhost:${ports.site}`],
      expireDays: undefined,
      notify: undefined,
    })
    assert.deepEqual(checkProject(inv), [])
  })

  it('may be declared by a service', async () => {
    const service = `import { defineService } from '../../../framework/service.ts'
export default defineService({ name: 'files', dir: import.meta.dirname, description: 'Files',
  buckets: { 'files-uploads': { expireDays: 7, notify: { created: 'thumbs' } } } })\n`
    const plugin = 'files\n  src src/plugins/files/index.ts\n'

    const { inventory, problems } = await read(
      'covers',
      { 'src/plugins/files/index.ts': service },
      plugin,
    )

    assert.deepEqual(problems, [])
    assert.deepEqual(listBuckets(inventory!.inv)[1], {
      name: 'files-uploads',
      declaredBy: 'files',
      expireDays: 7,
      notify: { created: 'thumbs' },
    })
    const env = inventory!.inv._project.env.local!['testing']!
    assert.equal(env['BUCKET_FILES_UPLOADS'], 'small-staging-files-uploads')
  })

  it('tells every mistake at once', async () => {
    const { problems } = await read(
      'Covers\nraw\n  cors a.example\n  expireDays soon\n  created nobody\n  removed ordered\n  colour red\nraw\nstatic\nodd\n  prefix in/\nhalf\n  created\nflat created thumbs',
    )

    assert.deepEqual(problems, [
      '[app.arc] the bucket raw: "colour" is unknown: it takes cors, expireDays, created, removed, prefix, suffix.',
      '[app.arc] the bucket half: created has no value.',
      '[app.arc] the bucket flat: each of its settings takes a line of its own, indented.',
      '[app.arc] the bucket Covers: its name is made of 3 to 40 of a-z, 0-9 and single -, a letter first.',
      '[app.arc] the bucket raw: "a.example" is no origin: write https://example.com, without a slash at its end.',
      '[app.arc] the bucket raw: expireDays is a whole number of days, 1 or more.',
      '[app.arc] the bucket raw: it notifies the queue nobody, which is not declared: add it to @queues.',
      '[app.arc] the bucket raw: S3 notifies no FIFO queue: take "fifo true" away from ordered.',
      '[app.arc] the bucket raw: it is declared twice, the first time by app.arc.',
      '[app.arc] the bucket static: "static" is the bucket of the static files.',
      '[app.arc] the bucket odd: prefix and suffix say of which objects a queue hears: name it with created or removed.',
    ])
  })

  it('is known to the preflight, and so is what is nearly that', async () => {
    const { inventory } = await read('covers\n\n@bucket\nraw')

    assert.deepEqual(checkProject(inventory!.inv), [
      'app.arc:22 @bucket is unknown. Write @buckets.',
    ])
  })

  it('holds a service to its name', () => {
    const declare = (buckets: Record<string, BucketDeclaration>) => {
      const services = [
        defineService({ name: 'files', dir: '', description: 'Files', buckets }).definition(),
      ]
      return { arc: { buckets: ['covers'] }, services }
    }

    assert.equal(readBuckets(declare({ files: {} })).length, 2)
    assert.throws(
      () => checkBuckets(declare({ uploads: {}, covers: { notify: { created: 'none' } } })),
      (error: Error) => {
        assert.deepEqual(error.message.split('\n'), [
          '[files] the bucket uploads: it must be named after its service: files-uploads.',
          '[files] the bucket covers: it is declared twice, the first time by app.arc.',
          '[files] the bucket covers: it must be named after its service: files-covers.',
          '[files] the bucket covers: it notifies the queue none, which is not declared: add it to @queues.',
        ])
        return true
      },
    )
  })
})
