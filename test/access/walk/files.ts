/**
 * Files, as people have them: sent, looked at, fetched, shown to others, deleted; and the files of who leaves.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { expectOk, type Visitor } from '../visitor.ts'
import type { Cloud } from './cloud.ts'
import { createUploader, large, png, type Uploader } from './uploader.ts'

export async function walkFiles(visitor: Visitor, cloud: Cloud): Promise<void> {
  const anew = () => visitor.person('reader', `files-${randomUUID().slice(0, 8)}`)
  await comeAnew(visitor, anew)
  const uploader = createUploader(visitor, await anew())
  await useHttp(visitor, uploader)
  await useGraphql(visitor, uploader)
  await useParts(visitor, uploader)

  // Storage tells of what is not there.
  const { form } = await uploader.request()
  const key = encodeURIComponent(form!.fields['key']!)
  await cloud.send('files-arrivals', { Records: [{ s3: { object: { key } } }] })

  await visitor.ask('/account/export', uploader.who)
  await leave(visitor, createUploader(visitor, await anew()))
}

/** Whoever comes first has no account yet, wherever they come in. */
async function comeAnew({ knock }: Visitor, anew: () => Promise<Uploader['who']>): Promise<void> {
  const none = randomUUID()
  await knock('/files/uploads', await anew(), 'POST', { name: 'a', type: 'text/plain', size: 1 })
  await knock(`/files/uploads/${none}`, await anew())
  await knock(`/files/uploads/${none}/parts`, await anew(), 'POST', { numbers: [1] })
  await knock(`/files/uploads/${none}/complete`, await anew(), 'POST')
  await knock(`/files/${none}`, await anew())
  await knock(`/files/${none}`, await anew(), 'DELETE')
}

async function useHttp({ ask }: Visitor, uploader: Uploader): Promise<void> {
  const { who } = uploader
  const id = await uploader.upload({ visibility: 'public' })
  await uploader.waitFor('stored', id)
  for (const path of [`/files/${id}`, `/files/${id}?download`]) {
    const place = (await ask(path, {})).headers.get('location')!
    await expectOk(fetch(place, { headers: { range: 'bytes=0-7' } }), path)
  }
  const refused = await uploader.upload({}, Buffer.alloc(png.length))
  await uploader.waitFor('refused', refused)
  const gone = await uploader.upload({ temporary: true })
  await uploader.waitFor('stored', gone)
  await ask(`/files/${gone}`, who, 'DELETE')
  await uploader.waitForNone(`/files/${gone}`)
}

async function useGraphql({ graphql }: Visitor, uploader: Uploader): Promise<void> {
  const { who } = uploader
  const ticket = await uploader.requestByGraphql(png.length, 'image/png')
  await uploader.send(ticket)
  await uploader.waitFor('stored', ticket.id)
  const id = `id: "${ticket.id}"`
  await graphql(`{ upload(${id}) { state } file(${id}) { url } }`, who)
  await graphql(`mutation { setFileVisibility(${id}, visibility: PUBLIC) { visibility } }`, who)
  const { me } = await graphql<{ me: { id: string } }>('{ me { id } }', who)
  await graphql('{ files { edges { node { name } } } }', who)
  await graphql(`{ files(owner: "${me.id}") { edges { node { name } } } }`, {})
  await graphql(`mutation { deleteFile(${id}) }`, who)
}

async function useParts({ post, graphql }: Visitor, uploader: Uploader): Promise<void> {
  const { who } = uploader
  const { id } = await uploader.requestLarge()
  const { parts } = await post<Parts>(`/files/uploads/${id}/parts`, { numbers: [1, 2] }, who)
  await uploader.sendParts(parts)
  await post(`/files/uploads/${id}/complete`, {}, who)
  await uploader.waitFor('stored', id)

  const ticket = await uploader.requestByGraphql(large.length, 'text/plain')
  const { signUploadParts } = await graphql<{ signUploadParts: Parts }>(
    `mutation { signUploadParts(id: "${ticket.id}", numbers: [1, 2]) { parts { number url bytes } } }`,
    who,
  )
  await uploader.sendParts(signUploadParts.parts)
  await graphql(`mutation { completeUpload(id: "${ticket.id}") { state } }`, who)
  await uploader.waitFor('stored', ticket.id)
}

/** Somebody has all the room taken, and leaves: with a file, one that was refused, and some that never came. */
async function leave({ ask, knock }: Visitor, uploader: Uploader): Promise<void> {
  const { who } = uploader
  const kept = await uploader.upload({ visibility: 'public' })
  await uploader.waitFor('stored', kept)
  await uploader.waitFor('refused', await uploader.upload({}, Buffer.alloc(png.length)))
  await uploader.request()
  const film = { name: 'film.mp4', type: 'video/mp4', size: 99_000_000 }
  for (let count = 0; count < 10; count++) await uploader.request(film)
  const status = await knock('/files/uploads', who, 'POST', film)
  if (status !== 409) throw new Error(`An upload beyond all room was answered with ${status}.`)

  await ask('/account/delete', who, 'POST', new URLSearchParams({ confirm: 'yes' }))
  await createUploader({ ...({} as Visitor), knock }, {}).waitForNone(`/files/${kept}`)
}

interface Parts {
  parts: { number: number; url: string; bytes: number }[]
}
