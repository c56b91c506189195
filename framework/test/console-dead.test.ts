import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import type { DeadLetter } from '../local/delivery.ts'
import type { StreamFailure } from '../local/streams/streams.ts'
import { toProject, useConsole } from './use-console.ts'

const inventory = toProject(
  {},
  {
    events: [{ pragma: 'events', name: 'paid' }],
    queues: [{ pragma: 'queues', name: 'work' }],
    'tables-streams': [{ pragma: 'tables-streams', name: 'pets-watcher', table: 'pets' }],
  },
)

describe('what has been given up, in the console', () => {
  let letters: DeadLetter[] = []
  let failures: StreamFailure[] = []
  const moved: unknown[] = []
  const { ask } = useConsole(() => ({
    inventory,
    delivery: { listDead: () => letters, redrive: (...of) => moved.push(of) },
    streams: {
      failures: () => failures,
      // What it is given again fails, but for the first.
      redrive: async () => failures.splice(0, 1).length,
    },
  }))

  it('shows dead letters without their secrets, and redrives them', async () => {
    const letter: DeadLetter = {
      name: 'work',
      queue: 'work-dead',
      id: '1',
      body: '{"token":"abc","a":1}',
      sentAt: new Date(0),
      attempts: 3,
      reason: 'no',
      earlierReasons: ['maybe'],
      failedAt: new Date(0),
      groupId: undefined,
    }
    letters = [letter]

    const listed = (await ask('/api/dead')).json<{ name: string; messages: DeadLetter[] }[]>()
    await ask('/api/dead/work/redrive', { method: 'POST' })
    await ask('/api/dead/work/redrive', { method: 'POST', body: { id: '1' } })

    assert.deepEqual(
      listed.map(({ name, messages }) => [name, messages.length]),
      [
        ['work', 1],
        ['paid', 0],
      ],
    )
    assert.equal(listed[0]!.messages[0]!.body, '{"token":"•••","a":1}')
    assert.deepEqual(moved, [
      ['work', undefined],
      ['work', '1'],
    ])
  })

  it('shows changes of tables that a function kept failing at, and tries them again', async () => {
    const failure = (id: string): StreamFailure => ({
      id,
      name: 'pets-watcher',
      records: [{ eventName: 'INSERT', dynamodb: { NewImage: { token: { S: 'abc' } } } }],
      attempts: 3,
      reason: 'no',
      failedAt: new Date(0),
    })
    failures = [failure('a'), failure('b')]

    const listed = (await ask('/api/streams/failed')).json<Record<string, unknown>[]>()
    const retry = () => ask('/api/streams/pets-watcher/retry', { method: 'POST' })
    const first = await retry()
    const second = await retry()
    const none = await retry()

    const [shown] = listed
    assert.deepEqual(
      [shown!['id'], shown!['table'], shown!['changes'], shown!['reason']],
      ['a', 'pets', ['INSERT'], 'no'],
    )
    assert.doesNotMatch(String(shown!['records']), /abc/)
    assert.deepEqual(first.json(), { done: 1, left: 1 })
    assert.deepEqual(second.json(), { done: 1, left: 0 })
    assert.equal(none.status, 404)
  })
})
