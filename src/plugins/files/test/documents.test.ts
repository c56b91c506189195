import assert from 'node:assert/strict'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, it } from 'vitest'
import { deleteDocument, listDocuments, openDocument } from '../documents.ts'
import { forget } from '../deletion.ts'
import personalData from '../personal-data.ts'
import { settings } from '../settings.ts'
import { useFiles } from './use-files.ts'

describe('a document', () => {
  const { app, send } = useFiles()
  const plan = { name: 'Plan (2)', type: 'application/json', maxBytes: 100, encoding: 'gzip' }
  const write = async (owner: string, text: string, name = plan.name) => {
    const { save } = await openDocument(owner, { ...plan, name })
    return send({ id: '', form: save }, gzipSync(text))
  }

  it('is written over and over with one form, and read by whoever wrote it', async () => {
    const { save, load } = await openDocument('ada', plan)
    await send({ id: '', form: save }, gzipSync('first'))
    await send({ id: '', form: save }, gzipSync('second'))

    const again = await openDocument('ada', plan)
    const other = await openDocument('eve', plan)

    assert.deepEqual([load, other.load], [undefined, undefined])
    const response = await fetch(again.load!)
    assert.equal(await response.text(), 'second')
    assert.equal(response.headers.get('content-disposition'), 'attachment')
    assert.deepEqual(
      (await listDocuments('ada')).map(({ name }) => name),
      ['Plan (2)'],
    )
    const { body } = (await app.storage.get('files-documents', save.fields['key']!))!
    assert.equal(gunzipSync(body).toString(), 'second')
  })

  it('takes what its form says', async () => {
    const { save } = await openDocument('ada', plan)
    const { save: eves } = await openDocument('eve', plan)
    const ticket = { id: '', form: save }

    assert.deepEqual(
      [
        await send(ticket, Buffer.alloc(101)),
        await send(ticket, Buffer.alloc(9), { 'Content-Type': 'text/html' }),
        await send(ticket, Buffer.alloc(9), { 'Content-Encoding': 'br' }),
        await send(ticket, Buffer.alloc(9), { key: eves.fields['key']! }),
      ],
      ['400 EntityTooLarge', '403 AccessDenied', '403 AccessDenied', '403 AccessDenied'],
    )
  })

  it('has a name, and room', async () => {
    for (const name of ['', '../x', 'a/b', 'x'.repeat(101)]) {
      await assert.rejects(openDocument('ada', { ...plan, name }), { code: 'INVALID_INPUT' })
    }
    const names = Array.from({ length: settings.personDocuments }, (_, index) => `n${index}`)
    await Promise.all(names.map((name) => write('max', 'x', name)))

    await assert.rejects(openDocument('max', plan), { code: 'FILES_QUOTA_EXCEEDED' })
    await deleteDocument('max', 'n0')
    assert.equal(await write('max', 'x'), '201')
  })

  it('is in its owner’s data, and goes with their account', async () => {
    await write('leaver', 'mine')
    await write('leaver2', 'another’s')
    const found = await personalData.find({ id: 'leaver', name: '', permissions: [] })

    await forget('leaver', new Date(Date.now() + 1000).toISOString())

    assert.match(JSON.stringify(found), /Plan \(2\)/)
    assert.deepEqual(await listDocuments('leaver'), [])
    assert.equal((await listDocuments('leaver2')).length, 1)
  })
})
