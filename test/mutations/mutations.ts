/**
 * Guards of payments, each taken away in turn: the proof must notice.
 *
 * @module
 */

export interface Mutation {
  /** What is missing then. */
  guard: string
  edits: readonly { file: string; find: string; replace: string }[]
}

const payments = 'src/plugins/payments'

export const mutations: readonly Mutation[] = [
  {
    guard: 'dedupe',
    edits: [
      {
        file: `${payments}/done-events.ts`,
        find: 'events.ops.create(',
        replace: 'events.ops.put(',
      },
      {
        file: `${payments}/queues/payments-webhooks/index.ts`,
        find: 'if (!(await isDone(id)))',
        replace: 'if (id)',
      },
    ],
  },
  {
    guard: 'order guard',
    edits: [
      {
        file: `${payments}/sync.ts`,
        find: "memberships.ops.save({ ...after, owed: 'yes' })",
        replace: "memberships.ops.put({ ...after, owed: 'yes', version: 1 })",
      },
    ],
  },
  {
    guard: 'refetch',
    edits: [
      {
        file: `${payments}/sync.ts`,
        find: 'const all = await listSubscriptions(customerId)',
        replace:
          'const seen = ((globalThis as any).seen ??= new Map()); const all = seen.get(customerId) ?? (await listSubscriptions(customerId)); seen.set(customerId, all)',
      },
    ],
  },
  {
    guard: 'idempotency key',
    edits: [
      {
        file: `${payments}/customers.ts`,
        find: 'idempotencyKey: `customer:${userId}`',
        replace: 'idempotencyKey: `customer:${userId}:${Math.random()}`',
      },
    ],
  },
  {
    guard: 'reconciliation',
    edits: [
      {
        file: `${payments}/reconcile.ts`,
        find: 'for await (const event of lookThrough(since))',
        replace: 'for await (const event of lookThrough(since + 1e9))',
      },
    ],
  },
]
