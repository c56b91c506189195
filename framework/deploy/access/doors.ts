/**
 * The doors to AWS that functions have: tables, topics and queues, and what each of their methods asks
 * of IAM.
 *
 * @module
 */

/** What a call of `defineTable`, `defineEvent` or `defineQueue` answers, as far as it can be read. */
export interface Definition {
  kind: 'table' | 'topic' | 'queue'
  /** As in `app.arc`; undefined where it is computed, and so may be any. */
  name: string | undefined
  /** Tables: it may have versions, or items that expire. */
  version: boolean
  ttl: boolean
}

/** Where a door is made: the module of the kernel, and its function. */
export const makers: readonly { file: string; name: string; kind: Definition['kind'] }[] = [
  { file: 'tables.ts', name: 'defineTable', kind: 'table' },
  { file: 'events.ts', name: 'defineEvent', kind: 'topic' },
  { file: 'queues.ts', name: 'defineQueue', kind: 'queue' },
]

/**
 * The functions of the kernel whose answer is an object of methods: a method that nobody calls does
 * nothing, though it is in the bundle.
 */
export const methodHolders: readonly { file: string; name: string; prefix: string }[] = [
  { file: 'tables.ts', name: 'createTable', prefix: 'table.' },
  { file: 'tables.ts', name: 'createOperations', prefix: 'table.ops.' },
  { file: 'events.ts', name: 'defineEvent', prefix: 'topic.' },
  { file: 'queues.ts', name: 'defineQueue', prefix: 'queue.' },
]

type Actions = (definition: Pick<Definition, 'version' | 'ttl'>) => string[]

/** Every method by its name, with the actions it may need. `Query` is of an index where one is named. */
export const methods: Readonly<Record<string, Actions>> = {
  'table.get': () => ['dynamodb:GetItem'],
  'table.getMany': () => ['dynamodb:BatchGetItem'],
  'table.create': () => ['dynamodb:PutItem'],
  // It reads the version first, so that its own is one higher.
  'table.put': ({ version }) => ['dynamodb:PutItem', ...(version ? ['dynamodb:GetItem'] : [])],
  'table.save': () => ['dynamodb:PutItem'],
  // It sweeps an item whose time is up.
  'table.update': ({ ttl }) => ['dynamodb:UpdateItem', ...(ttl ? ['dynamodb:DeleteItem'] : [])],
  'table.delete': () => ['dynamodb:DeleteItem'],
  'table.query': () => ['dynamodb:Query'],
  'table.scan': () => ['dynamodb:Scan'],
  // A transaction asks for what its operations would ask for alone.
  'table.ops.create': () => ['dynamodb:PutItem'],
  'table.ops.put': () => ['dynamodb:PutItem'],
  'table.ops.save': () => ['dynamodb:PutItem'],
  'table.ops.update': () => ['dynamodb:UpdateItem'],
  'table.ops.delete': () => ['dynamodb:DeleteItem'],
  'table.ops.check': () => ['dynamodb:ConditionCheckItem'],
  'topic.publish': () => ['sns:Publish'],
  'queue.send': () => ['sqs:SendMessage'],
  'queue.sendMany': () => ['sqs:SendMessage'],
}

/** All methods of a kind. */
export function methodsOf(kind: Definition['kind']): string[] {
  return Object.keys(methods).filter((name) => name.startsWith(`${kind}.`))
}

/** What all doors to one table, or one bucket, may need. */
export const everything = {
  table: [
    'dynamodb:BatchGetItem',
    'dynamodb:ConditionCheckItem',
    'dynamodb:DeleteItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:Scan',
    'dynamodb:UpdateItem',
  ],
  // The last three are of the bucket itself and of multipart uploads, which PutObject begins.
  bucket: [
    's3:GetObject',
    's3:PutObject',
    's3:DeleteObject',
    's3:AbortMultipartUpload',
    's3:ListMultipartUploadParts',
    's3:ListBucket',
  ],
} as const
