/**
 * Somebody sends a file past every function, and fetches it.
 *
 * @module
 */
import assert from 'node:assert/strict'
import { createVisitor } from '../../access/visitor.ts'
import { createUploader, large, png } from '../../access/walk/uploader.ts'

/** A small one in a form and a large one in parts; what was no picture is refused. */
export async function sendFiles(baseUrl: string, token: string): Promise<void> {
  const visitor = createVisitor(baseUrl)
  const who = { authorization: `Bearer ${token}` }
  const uploader = createUploader(visitor, who)
  const fetchFile = async (id: string) => {
    const { headers } = await visitor.ask(`/files/${id}`, who)
    const file = await fetch(headers.get('location')!)
    return Buffer.from(await file.arrayBuffer())
  }

  const small = await uploader.upload()
  await uploader.waitFor('stored', small)
  assert.ok(png.equals(await fetchFile(small)))
  await uploader.waitFor('refused', await uploader.upload({}, Buffer.alloc(png.length)))

  const { id } = await uploader.requestLarge()
  const numbers = [1, 2]
  const { parts } = await visitor.post<{ parts: Parameters<typeof uploader.sendParts>[0] }>(
    `/files/uploads/${id}/parts`,
    { numbers },
    who,
  )
  await uploader.sendParts(parts)
  await visitor.post(`/files/uploads/${id}/complete`, {}, who)
  await uploader.waitFor('stored', id)
  assert.ok(large.equals(await fetchFile(id)))

  await visitor.ask(`/files/${id}`, who, 'DELETE')
  await uploader.waitForNone(`/files/${id}`)
}
