/**
 * Objects of a bucket as writes, over S3's own protocol.
 *
 * @module
 */
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { local } from '../../framework/plugin/names.ts'
import type { Ports } from '../../framework/plugin/ports.ts'
import { app, bucket } from './project.ts'
import { askClock } from './time.ts'
import type { Writer } from './writers.ts'

const Bucket = local.bucket(app, bucket)

/** Each object holds its own name, some kilobytes long. */
export function createObjectWriter(ports: Ports): Writer {
  let client: S3Client | undefined

  const toBody = (id: string) => `${id} `.repeat(1000)

  async function isThere(id: string): Promise<boolean> {
    const { Body } = await client!.send(new GetObjectCommand({ Bucket, Key: id }))
    return (await Body?.transformToString()) === toBody(id)
  }

  return {
    name: 'objects of a bucket',
    async begin() {
      const { offset } = await askClock(ports)
      client?.destroy()
      client = new S3Client({
        endpoint: `http://127.0.0.1:${ports.storage}`,
        region: local.region,
        forcePathStyle: true,
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
        // Signatures are of their time, which is the local cloud's.
        systemClockOffset: offset,
        maxAttempts: 1,
      })
    },
    async write(id) {
      await client!.send(new PutObjectCommand({ Bucket, Key: id, Body: toBody(id) }))
    },
    async find(ids) {
      const found = await Promise.all(
        ids.map(async (id) => ((await isThere(id).catch(() => false)) ? [id] : [])),
      )
      return new Set(found.flat())
    },
  }
}
