import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { findUsage } from '../quotas.ts'
import { hasPeople, png, useFiles, type Ticket } from './use-files.ts'

describe('what storage tells', () => {
  const { app, person, ask, send, state, stored, tell, download } = useFiles()
  afterEach(() => app.faults.clear())

  beforeEach((test) => {
    if (!hasPeople()) test.skip()
  })

  it('often, and at once, has one effect', async () => {
    const ada = await person('five')
    const ticket = (await ask(ada)).json() as Ticket
    const key = ticket.form!.fields['key']!
    const before = await stored()
    await send(ticket)

    const often = Array.from({ length: 30 }, () => tell(key))
    const answers = await Promise.all([tell(key, key), ...often])
    await app.settle()

    assert.ok(answers.every(({ batchItemFailures }) => batchItemFailures.length === 0))
    assert.equal((await state(ticket.id, ada)).state, 'stored')
    assert.deepEqual(await findUsage(ada.id), { bytes: png.length, files: 1 })
    assert.deepEqual(await stored(), { incoming: 0, store: before.store + 1 })
  })

  it('never is found out within a minute', async () => {
    const ada = await person('never')
    const ticket = (await ask(ada)).json() as Ticket
    app.faults.add({ target: 'queue files-arrivals', kind: 'drop' })
    await send(ticket)
    await app.settle()
    const before = await state(ticket.id, ada)

    await app.clock.advance({ minutes: 1 })

    assert.equal(before.state, 'waiting')
    assert.equal((await state(ticket.id, ada)).state, 'stored')
  })

  it('never, and no check either, is found by the sweep', async () => {
    const ada = await person('swept')
    const ticket = (await ask(ada)).json() as Ticket
    for (const name of ['arrivals', 'checks']) {
      app.faults.add({ target: `queue files-${name}`, kind: 'drop' })
    }
    await send(ticket)

    await app.clock.advance({ hours: 1 })

    assert.equal((await state(ticket.id, ada)).state, 'stored')
  })

  it('before anything is there, or of what nobody asked for, changes nothing', async () => {
    const ada = await person('early')
    const ticket = (await ask(ada)).json() as Ticket
    await app.storage.put('files-incoming', 'users/nobody/stray', Buffer.from('stray'))
    await app.settle()

    const early = await tell(ticket.form!.fields['key']!, 'users/nobody/none')

    assert.equal(early.batchItemFailures.length, 0)
    assert.equal((await state(ticket.id, ada)).state, 'waiting')
    assert.equal((await stored()).incoming, 0)
  })

  it('as a test, when a bucket begins to notify, is passed over', async () => {
    const body = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'x' })
    const payload = { Records: [{ messageId: 'test', attributes: {}, body }] }

    const answer = await app.invoke({ pragma: 'queues', name: 'files-arrivals', payload })

    assert.deepEqual(answer, { batchItemFailures: [] })
  })

  it('survives workers that are killed anywhere', async () => {
    const ada = await person('killed')
    const before = await stored()
    // Some are killed as often as a queue tries: these the sweep has to find.
    const rule = app.faults.add({ target: '@queues files-arrivals', kind: 'kill', times: 6 })
    app.faults.add({ target: '@queues files-checks', kind: 'kill', times: 4 })
    const tickets = await Promise.all(
      Array.from({ length: 5 }, async () => (await ask(ada)).json() as Ticket),
    )
    await Promise.all(tickets.map((ticket) => send(ticket)))

    await app.clock.advance({ hours: 3 })

    assert.ok(app.faults.list().find(({ id }) => id === rule.id)!.hits >= 3)
    for (const { id } of tickets) {
      assert.equal((await state(id, ada)).state, 'stored')
      assert.equal((await download(id, ada.headers)).status, 302)
    }
    assert.deepEqual(await findUsage(ada.id), { bytes: 5 * png.length, files: 5 })
    assert.deepEqual(await stored(), { incoming: 0, store: before.store + 5 })
  })

  it('is nothing, of an upload that never came: its room is free again', async () => {
    const ada = await person('absent')
    const ticket = (await ask(ada)).json() as Ticket
    const taken = await findUsage(ada.id)

    await app.clock.advance({ hours: 3 })

    assert.deepEqual(taken, { bytes: png.length, files: 1 })
    assert.deepEqual(await findUsage(ada.id), { bytes: 0, files: 0 })
    assert.equal((await state(ticket.id, ada)).code, 'UPLOAD_NOT_FOUND')
  })
})
