/**
 * Reading: by key, by many keys, by query, and the whole table.
 *
 * @module
 */
import { backOff } from '../aws.ts'
import { kernelErrors } from '../errors.ts'
import { fromCursor, toCursor, type List } from './cursor.ts'
import { createPlaceholders, toAlive, toKeyCondition } from './expressions.ts'
import { unmarshalItem, type MarshalledItem } from './marshal.ts'
import { requestDynamo } from './request.ts'
import { isExpired, physicalName, toKey, type Item, type Shape } from './shape.ts'

export async function getItem(
  shape: Shape,
  key: object,
  consistent: boolean,
): Promise<Item | undefined> {
  const { Item: found } = await requestDynamo<{ Item?: MarshalledItem }>(shape.name, 'GetItem', {
    TableName: physicalName(shape),
    Key: toKey(shape, key),
    ConsistentRead: consistent,
  })
  return found && toAliveItem(shape, found)
}

const perBatch = 100

/** Reads many items, a hundred per request, each of them once however often it is asked for. */
export async function getItems(
  shape: Shape,
  keys: readonly object[],
  consistent: boolean,
): Promise<(Item | undefined)[]> {
  const asked = keys.map((key) => toKey(shape, key))
  const wanted = new Map(asked.map((key) => [toName(key), key]))
  const found = new Map<string, Item | undefined>()

  const all = [...wanted.values()]
  const batches = Array.from({ length: Math.ceil(all.length / perBatch) }, (_, index) =>
    all.slice(index * perBatch, (index + 1) * perBatch),
  )
  await Promise.all(
    batches.map(async (batch) => {
      for (const item of await getBatch(shape, batch, consistent)) {
        found.set(toName(pickMarshalled(shape.key, item)), toAliveItem(shape, item))
      }
    }),
  )
  return asked.map((key) => found.get(toName(key)))
}

interface BatchAnswer {
  Responses?: Record<string, MarshalledItem[]>
  UnprocessedKeys?: Record<string, { Keys: MarshalledItem[] }>
}

/** DynamoDB may answer for a part only, by load or by size: the rest is asked for again. */
async function getBatch(shape: Shape, keys: MarshalledItem[], consistent: boolean) {
  const table = physicalName(shape)
  const items: MarshalledItem[] = []
  let Keys = keys
  for (let fruitless = 0; Keys.length > 0;) {
    const { Responses, UnprocessedKeys } = await requestDynamo<BatchAnswer>(
      shape.name,
      'BatchGetItem',
      { RequestItems: { [table]: { Keys, ConsistentRead: consistent } } },
    )
    const some = Responses?.[table] ?? []
    items.push(...some)
    Keys = UnprocessedKeys?.[table]?.Keys ?? []
    if (Keys.length === 0) break

    fruitless = some.length > 0 ? 0 : fruitless + 1
    if (fruitless > 5) throw kernelErrors.UNAVAILABLE()
    await backOff(fruitless + 1)
  }
  return items
}

/** What a query or a scan is told, its types forgotten. */
export interface PageOptions {
  index?: string | undefined
  where?: object | undefined
  order?: 'asc' | 'desc'
  limit?: number
  cursor?: string | undefined
  scope?: string | undefined
  consistent?: boolean
}

export interface ItemPage {
  items: Item[]
  cursor?: string
}

const limits = { usual: 100, most: 1000 }

/** One page of a query, or of the whole table where there is no `where`. */
export async function getPage(shape: Shape, options: PageOptions): Promise<ItemPage> {
  const { index, order = 'asc', limit = limits.usual, cursor, scope } = options
  if (!Number.isInteger(limit) || limit < 1 || limit > limits.most) {
    throw new Error(`[${shape.name}] limit is ${limit}: it must be from 1 to ${limits.most}.`)
  }
  const names = index === undefined ? shape.key : shape.indexes[index]
  if (!names) throw new Error(`[${shape.name}] there is no index "${index}" in its declaration.`)

  const request = toPageRequest(shape, names, options)
  const list: List = { table: shape.name, index, order, scope, where: request.looked }
  const start = cursor === undefined ? undefined : fromCursor(list, cursor)

  // One more than asked for tells whether there is a next page.
  const found = await collect(shape, request, { start, count: limit + 1 })
  const page = found.slice(0, limit)
  const items = page.map(unmarshalItem)
  if (found.length <= limit) return { items }

  const lastKey = pickMarshalled([...new Set([...shape.key, ...names])], page.at(-1)!)
  return { items, cursor: toCursor(list, lastKey) }
}

interface PageRequest {
  action: 'Query' | 'Scan'
  body: Record<string, unknown>
  /** What is looked for, without the time, which is another on the next page. */
  looked: object
}

function toPageRequest(shape: Shape, names: readonly string[], options: PageOptions): PageRequest {
  const { index, where, order, consistent = false } = options
  const placeholders = createPlaceholders(shape.name)
  const KeyConditionExpression = where && toKeyCondition(shape, names, where as Item, placeholders)
  const looked = structuredClone({ KeyConditionExpression, ...placeholders.toRequest() })
  const FilterExpression = toAlive(shape, placeholders)

  return {
    action: where ? 'Query' : 'Scan',
    looked,
    body: {
      TableName: physicalName(shape),
      ...(index !== undefined && { IndexName: index }),
      ...(KeyConditionExpression && { KeyConditionExpression }),
      ...(KeyConditionExpression && { ScanIndexForward: order !== 'desc' }),
      ...(FilterExpression && { FilterExpression }),
      ...(consistent && { ConsistentRead: true }),
      ...placeholders.toRequest(),
    },
  }
}

interface PageAnswer {
  Items?: MarshalledItem[]
  LastEvaluatedKey?: MarshalledItem
}

async function collect(
  shape: Shape,
  { action, body }: PageRequest,
  { start, count }: { start: MarshalledItem | undefined; count: number },
): Promise<MarshalledItem[]> {
  const items: MarshalledItem[] = []
  let next = start
  do {
    const answer: PageAnswer = await requestDynamo(shape.name, action, {
      ...body,
      Limit: count - items.length,
      ...(next && { ExclusiveStartKey: next }),
    })
    items.push(...(answer.Items ?? []))
    next = answer.LastEvaluatedKey
  } while (next && items.length < count)
  return items
}

function pickMarshalled(names: readonly string[], item: MarshalledItem): MarshalledItem {
  return Object.fromEntries(names.map((name) => [name, item[name]!]))
}

// By value: DynamoDB may write a number in another way than we did.
function toName(key: MarshalledItem): string {
  return JSON.stringify(unmarshalItem(key))
}

function toAliveItem(shape: Shape, found: MarshalledItem): Item | undefined {
  const item = unmarshalItem(found)
  return isExpired(shape, item) ? undefined : item
}
