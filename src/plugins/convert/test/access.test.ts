import assert from 'node:assert/strict'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { FunctionAccess } from '#framework/deploy/access.ts'
import { readAccess } from '#framework/deploy/access/read-access.ts'
import { readManifest } from '#framework/manifest.ts'
import { createProject } from '#framework/test/scratch-project.ts'

describe('who may read what, where somebody converts on arrival', () => {
  let folder: string
  let access: ReadonlyMap<string, FunctionAccess>

  beforeAll(async () => {
    folder = createProject({
      'app.arc': `@app
small

@aws
runtime typescript

@plugins
plugboard
  src framework/plugin.ts
convert
  src src/plugins/convert/index.ts

@http
get /

@buckets
photos
  created photo-arrivals
letters

@queues
photo-arrivals
  fifo false
`,
      'src/queues/photo-arrivals/index.ts': `import { defineBucket } from '#framework/storage.ts'
import { onArrival } from '#services/convert'

export const handler = onArrival('photo-arrivals', defineBucket('photos'), [
  { converter: 'image', renditions: { plain: {} } },
])
`,
    })
    mkdirSync(join(folder, 'src/plugins'), { recursive: true })
    symlinkSync(resolve('src/plugins/convert'), join(folder, 'src/plugins/convert'))
    access = await readAccess(await readManifest(folder))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is the bucket’s own function, and the buckets of convert alone', () => {
    assert.deepEqual(access.get('PhotoArrivalsQueueLambda')!.buckets, {
      'convert-uploads': ['s3:PutObject'],
      photos: ['s3:GetObject', 's3:ListBucket'],
    })
  })

  it('is never a converter, which reads what was copied for it', () => {
    assert.deepEqual(access.get('ConvertImageQueueLambda')!.buckets, {
      // What it makes for good, and copies where another job wants the same; and pictures for watermarks.
      'convert-kept': ['s3:DeleteObject', 's3:GetObject', 's3:ListBucket', 's3:PutObject'],
      'convert-marks': ['s3:GetObject', 's3:ListBucket'],
      // A result is copied to whoever waits at a handle, and a copy that fails is taken back.
      'convert-results': [
        's3:AbortMultipartUpload',
        's3:DeleteObject',
        's3:GetObject',
        's3:ListBucket',
        's3:ListMultipartUploadParts',
        's3:PutObject',
      ],
      'convert-uploads': ['s3:GetObject', 's3:ListBucket'],
    })
  })
})
