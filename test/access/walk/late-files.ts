/**
 * Files of which nobody heard in time: the check a minute later finds them, and the sweep what the check lost.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { Visitor } from '../visitor.ts'
import type { Cloud } from './cloud.ts'
import { createUploader, png, type Uploader } from './uploader.ts'

export async function walkLateFiles(visitor: Visitor, cloud: Cloud): Promise<void> {
  const name = `late-${randomUUID().slice(0, 8)}`
  const come = async () => createUploader(visitor, await visitor.person('reader', name))
  let uploader = await come()
  const passing = await uploader.upload({ temporary: true })
  await uploader.waitFor('stored', passing)

  await cloud.lose('files-arrivals')
  const checked = await begin(uploader)
  await completeTwice(visitor, uploader)
  await cloud.advance(60)
  await uploader.waitFor('stored', checked.good)
  await uploader.waitFor('refused', checked.bad)

  await cloud.lose('files-checks')
  const swept = await begin(uploader)
  const { id: large } = await uploader.requestLarge()
  await cloud.jump(26)
  await cloud.run('files-sweep')
  uploader = await come()
  await uploader.waitFor('stored', swept.good)
  await uploader.waitFor('refused', swept.bad)
  await uploader.waitForNone(`/files/uploads/${swept.missing}`)
  await uploader.waitForNone(`/files/uploads/${large}`)
  await uploader.waitForNone(`/files/${passing}`)
  await cloud.loseNothing()
}

/** One that may be kept, one that may not, one that never comes. */
async function begin(uploader: Uploader) {
  const good = await uploader.upload()
  const bad = await uploader.upload({}, Buffer.alloc(png.length))
  const { id: missing } = await uploader.request()
  return { good, bad, missing }
}

/** Its answer was lost, so it is asked again. */
async function completeTwice({ post, graphql }: Visitor, uploader: Uploader): Promise<void> {
  const { who } = uploader
  const { id } = await uploader.requestLarge()
  const path = `/files/uploads/${id}`
  const { parts } = await post<Parts>(`${path}/parts`, { numbers: [1, 2] }, who)
  await uploader.sendParts(parts)
  for (let count = 0; count < 2; count++) await post(`${path}/complete`, {}, who)
  await graphql(`mutation { completeUpload(id: "${id}") { state } }`, who)
}

interface Parts {
  parts: { number: number; url: string; bytes: number }[]
}
