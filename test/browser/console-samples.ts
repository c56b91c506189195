/**
 * Things that went wrong, for the console to show.
 *
 * @module
 */
import type { DeadLetter } from '../../framework/local/delivery.ts'
import type { StreamFailure } from '../../framework/local/streams/streams.ts'
import type { TwinState } from '../../framework/service.ts'

export function toDeadLetter(name: string): DeadLetter {
  return {
    name,
    queue: `${name}-dead`,
    id: '0d9ab1f6-7a3e-4b34-9f50-1c7b1a4f7a11',
    body: '{"specversion":"1.0","id":"1","data":{"slug":"hello"}}',
    sentAt: new Date(),
    attempts: 3,
    reason: 'Error: It broke\n    at index.ts:3',
    earlierReasons: ['Error: It was not there yet'],
    failedAt: new Date(),
    groupId: undefined,
  }
}

export function toStreamFailure(name: string): StreamFailure {
  return {
    id: '7c1e8f5e-0d52-4f0f-8a27-5f1f2b8f9d33',
    name,
    records: [
      {
        eventName: 'MODIFY',
        dynamodb: { Keys: { owner: { S: 'ann' } }, NewImage: { owner: { S: 'ann' } } },
      },
    ],
    attempts: 3,
    reason: 'TypeError: Cannot read properties of undefined',
    failedAt: new Date(),
  }
}

/** As a twin of people and their sessions may show itself. */
export const twinState: TwinState = {
  actions: [{ name: 'rotate', label: 'Rotate keys' }],
  sections: [
    {
      title: 'People',
      columns: ['Name', 'E-mail', 'Sessions', 'Since'],
      rows: ['Ada Reader', 'Wim Writer'].map((name, index) => ({
        id: String(index),
        cells: [
          name,
          `${name.split(' ')[1]!.toLowerCase()}@example.org`,
          index,
          '2026-11-21T09:10:11Z',
        ],
        href: 'http://localhost:3338/people',
        actions: [
          { name: 'block', label: 'Block' },
          { name: 'sign-out', label: 'Sign out' },
        ],
      })),
    },
    { title: 'Keys', columns: ['Key'], rows: [], empty: 'No key is kept.' },
  ],
}
