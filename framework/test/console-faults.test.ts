import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { toProject, useConsole } from './use-console.ts'

const inventory = toProject(
  {},
  {
    http: [{ pragma: 'http', name: 'get /' }],
    events: [{ pragma: 'events', name: 'paid' }],
    queues: [{ pragma: 'queues', name: 'work' }],
    'tables-streams': [{ pragma: 'tables-streams', name: 'pets-watcher', table: 'pets' }],
  },
)

describe('faults in the console', () => {
  const { ask, faults } = useConsole(() => ({ inventory }))
  const post = (body: object) => ask('/api/faults', { method: 'POST', body })

  it('are listed with what they can strike', async () => {
    const added = await post({ kind: 'drop', target: 'topic paid', probability: 0.5 })

    const listed = await ask('/api/faults')

    const { rules, targets } = listed.json<{ rules: object[]; targets: string[] }>()
    assert.deepEqual(rules, [added.json()])
    assert.deepEqual(targets, [
      '*',
      'topic paid',
      'queue work',
      '@http get /',
      '@events paid',
      '@queues work',
      '@tables-streams pets-watcher',
    ])
  })

  it('are told of as they strike', async () => {
    await post({ kind: 'throw', target: '@http get /' })
    faults.strike(['throw'], { label: 'get /', targets: ['@http get /'] })

    const { text } = await ask('/api/stream')

    assert.match(text, /event: faults\ndata: .*"kind":"throw".*"hits":1/)
  })

  it('are removed, one or all', async () => {
    const { id } = (await post({ kind: 'drop', target: '*' })).json<{ id: string }>()
    await post({ kind: 'kill', target: '*' })
    await post({ kind: 'delay', target: '*' })

    const removed = await ask(`/api/faults/${id}`, { method: 'DELETE' })
    const left = faults.list().map(({ kind }) => kind)
    const again = await ask(`/api/faults/${id}`, { method: 'DELETE' })
    const cleared = await ask('/api/faults', { method: 'DELETE' })

    assert.deepEqual([removed.status, again.status, cleared.status], [204, 404, 204])
    assert.deepEqual(left, ['kill', 'delay'])
    assert.deepEqual(faults.list(), [])
  })

  it('start anew from a seed', async () => {
    const seeded = await ask('/api/faults', { method: 'PUT', body: { seed: 42 } })
    const wrong = await ask('/api/faults', { method: 'PUT', body: { seed: 'x' } })

    assert.deepEqual([seeded.status, wrong.status], [204, 422])
    assert.equal(faults.seed(), 42)
  })

  it('say all that is wrong with a rule', async () => {
    const { status, problem } = await post({ kind: 'burn', target: 'topic paid', times: 0 })

    assert.equal(status, 422)
    assert.match(problem(), /kind is "burn".*\ntimes is 0/s)
  })
})
