import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'vitest'
import { exampleMap, largeMap } from './make-map.ts'
import { send, useMaps, type Ticket } from './use-maps.ts'

describe('an export', () => {
  const { app, startExport, look } = useMaps()

  it.each([
    ['pdf', /^%PDF/],
    ['png', /^\x89PNG/],
    ['svg', /^<svg/],
    ['docx', /^PK/],
    ['html', /^<!doctype html>/],
    ['markdown', /^# plan/],
  ])('to %s is where its handle said, once it is there', async (format, beginning) => {
    const ticket = await startExport(format)
    const before = await look(ticket)

    const sent = await send(ticket.upload, exampleMap())
    await app.settle()

    const { result, error } = await look(ticket)
    assert.deepEqual([ticket.status, before, sent, error], [201, {}, '201', undefined])
    assert.match(result!.toString('latin1'), beginning)
  })

  it('of no map ends in its error, and has no result', async () => {
    const ticket = await startExport()
    await send(ticket.upload, 'no map')
    await app.settle()

    const { result, error } = await look(ticket)
    assert.deepEqual(
      [result, error!.id, error!.code],
      [undefined, ticket.id, 'CONVERT_INPUT_INVALID'],
    )
  })

  it('takes what its policy says: 5 of 5 others are refused', async () => {
    const ticket = await startExport()
    const eves = await startExport('html', 'eve')
    const largest = Buffer.alloc(5 * 1024 * 1024 + 1, ' ')
    const refused = {
      prefix: await send(ticket.upload, '{}', { key: `ends/${ticket.id}/result` }),
      type: await send(ticket.upload, '{}', { 'Content-Type': 'text/html' }),
      size: await send(ticket.upload, largest),
      tenant: await send(ticket.upload, '{}', { key: eves.upload.fields['key']! }),
    }
    await app.clock.advance({ minutes: 16 })
    const expired = await send(ticket.upload, '{}')

    assert.deepEqual(
      { ...refused, expired },
      {
        prefix: '403 AccessDenied',
        type: '403 AccessDenied',
        size: '400 EntityTooLarge',
        tenant: '403 AccessDenied',
        expired: '403 AccessDenied',
      },
    )
  })

  it('whose converter dies ends in an error with its id, and has no result', async (test) => {
    if (process.platform !== 'linux') return test.skip()
    const ticket = await startExport('png')
    await send(ticket.upload, largeMap(7))
    const killer = setInterval(killConverters, 5)
    await app.settle()
    clearInterval(killer)

    const { result, error } = await look(ticket)
    assert.deepEqual([result, error!.id, error!.code], [undefined, ticket.id, 'CONVERT_CRASHED'])
  })

  it('whose notification is lost is found within a minute', async () => {
    app.faults.add({ target: 'queue convert-arrivals', kind: 'drop' })
    const ticket = await startExport()
    await send(ticket.upload, exampleMap(1))
    await app.settle()
    const lost = await look(ticket)
    app.faults.clear()

    await app.clock.advance({ seconds: 60 })

    const { result, error } = await look(ticket)
    assert.deepEqual([lost, error], [{}, undefined])
    assert.match(result!.toString(), /^<!doctype html>/)
  })

  it('that is told of five times has one result', async () => {
    const before = await ends()
    app.faults.add({ target: 'queue convert-arrivals', kind: 'duplicate' })
    const ticket = await startExport()
    for (let time = 0; time < 5; time++) await send(ticket.upload, exampleMap(2))
    await app.settle()
    app.faults.clear()

    const { result, error } = await look(ticket)
    assert.ok(result)
    assert.equal(error, undefined)
    assert.equal((await ends()) - before, 1)
  })

  it('is for those who are signed in', async () => {
    const answer = await app.fetch('/exports', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"format":"pdf"}',
    })
    const odd = (await startExport('gif')) as Ticket & { status: number }

    assert.deepEqual([answer.status, odd.status], [401, 422])
  })

  /** How many exports have ended. */
  async function ends(): Promise<number> {
    return (await app.storage.list('convert-results', { prefix: 'ends/' })).objects.length
  }
})

/** Kills the processes that convert: children of this one, which runs the functions. */
function killConverters(): void {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
  for (const pid of children.trim().split(' ').filter(Boolean).map(Number)) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      if (command.includes('--permission')) process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}
