import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'vitest'
import { requestUpload } from '../api.ts'
import { findUsage } from '../quotas.ts'
import personalData from '../personal-data.ts'
import { hasPeople, png, useFiles, type Person, type Ticket } from './use-files.ts'

describe('a file', () => {
  const { app, person, ask, send, upload, download, stored } = useFiles()

  beforeEach((test) => {
    if (!hasPeople()) test.skip()
  })

  const hasGraphql = () => app.inventory.http!.some(({ path }) => path === '/graphql')
  const query = (document: string, variables: object, by?: Person) =>
    app.query(document, { ...variables }, by ? { headers: by.headers } : {})
  const remove = (id: string, { headers }: Person) =>
    app.fetch(`/files/${id}`, { method: 'DELETE', headers })

  it('is for its owner, for whoever knows the address, or for everybody, as it says', async (test) => {
    if (!hasGraphql()) return test.skip()
    const [ada, eve] = [await person('owner'), await person('other')]
    const [own, link, open] = [
      await upload(ada),
      await upload(ada, { visibility: 'unlisted' }),
      await upload(ada, { visibility: 'public' }),
    ]
    const seen = async (headers = {}) =>
      Promise.all([own, link, open].map(async (id) => (await download(id, headers)).status))
    const list = `query ($owner: ID) { files(owner: $owner) { edges { node { id } } } }`

    const [byAda, byEve, byNobody] = [
      await seen(ada.headers),
      await seen(eve.headers),
      await seen(),
    ]
    const listed = await query(list, { owner: ada.id }, eve)
    const all = await query(list, {}, ada)

    assert.deepEqual(byAda, [302, 302, 302])
    assert.deepEqual(
      [byEve, byNobody],
      [
        [404, 302, 302],
        [404, 302, 302],
      ],
    )
    assert.deepEqual(listed.data, { files: { edges: [{ node: { id: open } }] } })
    assert.equal((all.data!['files'] as { edges: object[] }).edges.length, 3)
  })

  it('can be shown to others later, and hidden again', async (test) => {
    if (!hasGraphql()) return test.skip()
    const ada = await person('shows')
    const id = await upload(ada)
    const change = `mutation ($id: ID!, $to: FileVisibility!) {
      setFileVisibility(id: $id, visibility: $to) { visibility }
    }`

    const shown = await query(change, { id, to: 'PUBLIC' }, ada)
    const open = await download(id)
    const foreign = await query(change, { id, to: 'PUBLIC' }, await person('eve'))
    await query(change, { id, to: 'PRIVATE' }, ada)

    assert.deepEqual(shown.data, { setFileVisibility: { visibility: 'PUBLIC' } })
    assert.equal(open.status, 302)
    assert.equal(foreign.errors![0]!.extensions['code'], 'FILE_NOT_FOUND')
    assert.equal((await download(id)).status, 404)
  })

  it('goes with its bytes and its room when its owner deletes it, and no one else can', async () => {
    const ada = await person('deletes')
    const id = await upload(ada)
    const before = await stored()

    const foreign = await remove(id, await person('eve'))
    const own = await remove(id, ada)
    const again = await remove(id, ada)

    assert.deepEqual([foreign.status, own.status, again.status], [404, 204, 404])
    assert.deepEqual(await findUsage(ada.id), { bytes: 0, files: 0 })
    assert.equal((await stored()).store, before.store - 1)
  })

  it('that could run in a browser is saved and not shown', async () => {
    const ada = await person('html')
    const id = await upload(
      ada,
      { name: 'x.html', type: 'text/html', visibility: 'unlisted' },
      Buffer.from('<script>'),
    )

    const shown = await fetch((await download(id)).place)
    const saved = await fetch(
      (await download(await upload(ada, { visibility: 'public' }), {}, '?download')).place,
    )

    assert.match(shown.headers.get('content-disposition')!, /^attachment; /)
    assert.match(saved.headers.get('content-disposition')!, /^attachment; /)
  })

  it('that is temporary goes by itself', async () => {
    const ada = await person('temporary')
    const id = await upload(ada, { temporary: true })
    const { objects } = await app.storage.list('files-store', { prefix: 'temporary/' })
    const before = await download(id, ada.headers)

    await app.clock.advance({ hours: 26 })

    const left = await app.storage.list('files-store', { prefix: 'temporary/' })
    assert.deepEqual([objects.length, before.status, left.objects.length], [1, 302, 0])
    assert.equal((await download(id, ada.headers)).status, 404)
    assert.deepEqual(await findUsage(ada.id), { bytes: 0, files: 0 })
  })

  it('finds no more room than there is, though a hundred are asked for at once', async () => {
    const ada = await person('greedy')

    const answers = await Promise.all(
      Array.from({ length: 25 }, () => ask(ada, { type: 'a/b', size: 50_000_000 })),
    )

    const codes = answers.map(({ status }) => status).toSorted()
    assert.deepEqual(codes, [...Array(20).fill(201), ...Array(5).fill(409)])
    assert.deepEqual(await findUsage(ada.id), { bytes: 1_000_000_000, files: 20 })
  })

  it('of a tenant lies apart from those of others, and counts for both', async () => {
    const ada = await person('tenant')
    const mine = (await requestUpload(
      { name: 'a.png', type: 'image/png', size: png.length },
      { owner: ada.id, tenant: 'acme' },
    )) as Ticket
    const other = (await requestUpload(
      { name: 'a.png', type: 'image/png', size: png.length },
      { owner: ada.id, tenant: 'other' },
    )) as Ticket

    const crossed = await send(mine, png, { key: other.form!.fields['key']! })
    const sent = await send(mine)
    await app.settle()

    assert.match(mine.form!.fields['key']!, /^tenants\/acme\/users\//)
    assert.deepEqual([crossed, sent], ['403 AccessDenied', '201'])
    assert.equal((await download(mine.id, ada.headers)).status, 302)
  })

  it('is asked for, sent and read through GraphQL', async (test) => {
    if (!hasGraphql()) return test.skip()
    const ada = await person('graphql')
    const asked = await query(
      `mutation ($input: UploadInput!) {
        requestUpload(input: $input) { id form { url fields { name value } } parts { count } }
      }`,
      { input: { name: 'cover.png', type: 'image/png', size: png.length, visibility: 'PUBLIC' } },
      ada,
    )
    const { id, form } = asked.data!['requestUpload'] as {
      id: string
      form: { url: string; fields: { name: string; value: string }[] }
    }
    const fields = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]))
    await send({ id, form: { url: form.url, fields } })
    await app.settle()

    const read = await query(
      `query ($id: ID!) { upload(id: $id) { state file { name size } } file(id: $id) { url visibility } }`,
      { id },
      ada,
    )

    assert.deepEqual(read.data, {
      upload: { state: 'STORED', file: { name: 'cover.png', size: png.length } },
      file: { url: `http://localhost:3333/files/${id}`, visibility: 'PUBLIC' },
    })
  })

  it('goes with the account, and is in the data of a person until then', async () => {
    const ada = await person('leaves')
    await upload(ada)
    await ask(ada)
    const user = { id: ada.id, name: 'Ada', permissions: [] }
    const kept = (await personalData.find(user)) as { files: object[] }

    await app.invoke({
      pragma: 'events',
      name: 'files-on-account-deleted',
      payload: {
        Records: [
          {
            Sns: {
              MessageId: 'left',
              Message: JSON.stringify({ id: ada.id, deletedAt: new Date().toISOString() }),
            },
          },
        ],
      },
    })

    assert.equal(kept.files.length, 1)
    assert.equal(await personalData.find(user), undefined)
    assert.deepEqual(await findUsage(ada.id), { bytes: 0, files: 0 })
  })
})
