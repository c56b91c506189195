import assert from 'node:assert/strict'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { startTwins } from '../local/twins.ts'
import type { ServiceDefinition } from '../service.ts'
import { useConsole } from './use-console.ts'

describe('twins in the console', () => {
  const people = ['ann', 'bob']
  const service = (name: string, twin: ServiceDefinition['twin']): ServiceDefinition => ({
    name,
    dir: '',
    description: '',
    ...(twin && { twin }),
  })
  const services = [
    service('auth', {
      start: async ({ port }) => ({
        stop: () => {},
        state: () => ({
          sections: [
            {
              title: 'People',
              columns: ['Name', 'Sessions'],
              rows: people.map((id) => ({
                id,
                cells: [id, 1],
                href: id === 'ann' ? `http://localhost:${port}/ann` : 'javascript:alert(1)',
                actions: [{ name: 'remove', label: 'Remove' }],
              })),
            },
          ],
        }),
        async act(action, id) {
          if (action !== 'remove') throw new Error(`There is no ${action}.`)
          people.splice(people.indexOf(id!), 1)
          return id === 'ann' ? `${id} is gone.` : undefined
        },
      }),
    }),
    service('graphql', { start: async () => ({ stop: () => {} }) }),
    service('plain', undefined),
  ]
  const twins = startTwins({ firstPort: 4000, stateDir: '', log: () => {} })
  const { ask } = useConsole(() => ({ services, twins }))
  beforeAll(() => twins.follow(services, {}))
  afterAll(() => twins.stop())

  it('show their state where they have one, with links to pages only', async () => {
    const overview = (await ask('/api/overview')).json<{ services: Record<string, unknown>[] }>()
    const { sections } = (await ask('/api/twins/auth')).json<{
      sections: { rows: { id: string; href?: string }[] }[]
    }>()
    const others = await Promise.all(
      ['graphql', 'plain', 'nobody'].map((name) => ask(`/api/twins/${name}`)),
    )

    assert.deepEqual(
      overview.services.map(({ name, hasTwin, hasState }) => [name, hasTwin, hasState]),
      [
        ['auth', true, true],
        ['graphql', true, false],
        ['plain', false, false],
      ],
    )
    assert.deepEqual(
      sections[0]!.rows.map(({ id, href }) => [id, href]),
      [
        ['ann', 'http://localhost:4000/ann'],
        ['bob', undefined],
      ],
    )
    assert.deepEqual(
      others.map(({ status }) => status),
      [404, 404, 404],
    )
  })

  it('do what a button says, and answer one line', async () => {
    const act = (service_: string, body: object) =>
      ask(`/api/twins/${service_}/act`, { method: 'POST', body })

    const said = await act('auth', { action: 'remove', id: 'ann' })
    const silent = await act('auth', { action: 'remove', id: 'bob' })
    const refused = await act('auth', { action: 'burn' })
    const none = await act('graphql', { action: 'remove' })
    const unclear = await act('auth', {})

    assert.deepEqual(said.json(), { said: 'ann is gone.' })
    assert.deepEqual(silent.json(), { said: 'Done.' })
    assert.deepEqual(people, [])
    assert.deepEqual([refused.status, none.status, unclear.status], [422, 422, 422])
    assert.equal(refused.problem(), 'There is no burn.')
    assert.match(none.problem(), /twin of graphql has nothing/)
  })
})
