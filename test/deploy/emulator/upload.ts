/**
 * Somebody sends a file past every function, and fetches it.
 *
 * @module
 */
import assert from 'node:assert/strict'
import { createVisitor } from '../../access/visitor.ts'
import { createUploader, large, png } from '../../access/walk/uploader.ts'

/** A small one in a form, a large one in parts, and one that is no picture and so refused. */
export async function sendFiles(baseUrl: string, token: string): Promise<void> {
  const visitor = createVisitor(baseUrl)
  const who = { authorization: `Bearer ${token}` }
  const uploader = createUploader(visitor, who)

  async function expectFile(id: string, bytes: Buffer): Promise<void> {
    await uploader.waitFor('stored', id)
    const { headers } = await visitor.ask(`/files/${id}`, who)
    const file = await fetch(headers.get('location')!)
    const came = Buffer.from(await file.arrayBuffer())
    assert.ok(bytes.equals(came), `${file.status}, ${came.length} bytes`)
  }

  const small = await uploader.upload()
  await expectFile(small, png)
  await uploader.waitFor('refused', await uploader.upload({}, Buffer.alloc(png.length)))

  const { id } = await uploader.requestLarge()
  const path = `/files/uploads/${id}`
  const { parts } = await visitor.post<Parts>(`${path}/parts`, { numbers: [1, 2] }, who)
  await uploader.sendParts(parts)
  await visitor.post(`${path}/complete`, {}, who)
  await expectFile(id, large)

  await visitor.ask(`/files/${small}`, who, 'DELETE')
  await uploader.waitForNone(`/files/${small}`)
}

interface Parts {
  parts: { number: number; url: string; bytes: number }[]
}
