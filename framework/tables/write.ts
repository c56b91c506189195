/**
 * Single writes.
 *
 * @module
 */
import { backOff, isAwsError } from '../aws.ts'
import { failedOperations, isConflict, toConflict } from './errors.ts'
import { unmarshalItem, type MarshalledItem } from './marshal.ts'
import { toOverwrite, toSweep, toUpdate, type Write, type WriteChanges } from './operations.ts'
import { requestDynamo } from './request.ts'
import { isExpired, physicalName, toKey, type Item, type Shape } from './shape.ts'

const actions = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem' } as const

interface Answer {
  Attributes?: MarshalledItem
}

/**
 * Does one write.
 *
 * @throws CONFLICT when its condition does not hold
 */
export async function write(
  shape: Shape,
  { kind, name, refusal, request }: Write,
): Promise<Answer> {
  const isConditional = 'ConditionExpression' in request
  try {
    return await requestDynamo(shape.name, actions[kind as keyof typeof actions], {
      ...request,
      ...(isConditional && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
      ...(kind === 'Update' && { ReturnValues: 'ALL_NEW' }),
    })
  } catch (error) {
    if (!isAwsError(error, 'ConditionalCheckFailedException')) throw error
    const stored = error.Item as MarshalledItem | undefined
    // Our own first attempt got through, and only its answer was lost.
    if (kind === 'Put' && error.maybeDone && isSame(stored, request['Item'])) return {}
    const expired = stored !== undefined && isExpired(shape, unmarshalItem(stored))
    throw toConflict([{ index: 0, name, reason: refusal, expired }], error)
  }
}

/** Writes an item over whatever is there; in a table with versions, one version higher. */
export async function overwrite(shape: Shape, given: Item): Promise<Item> {
  if (!shape.version) {
    await write(shape, toOverwrite(shape, given))
    return given
  }
  // Without a version that only grows, somebody who read the old item could save it over this one.
  for (let attempt = 1; ; attempt++) {
    const stored = await readVersion(shape, given)
    const item = { ...given, version: stored + 1 }
    try {
      await write(shape, toOverwrite(shape, item, stored))
      return item
    } catch (error) {
      if (!isConflict(error) || attempt >= 10) throw error
      await backOff(attempt)
    }
  }
}

/** Changes an item. One whose time is up is no longer there: it is swept, and a new one begun. */
export async function update(shape: Shape, key: object, changes: WriteChanges): Promise<Item> {
  const attempt = async () => {
    const { Attributes } = await write(shape, toUpdate(shape, key, changes))
    return unmarshalItem(Attributes!)
  }
  try {
    return await attempt()
  } catch (error) {
    if (!isConflict(error) || !failedOperations(error)[0]?.expired) throw error
  }
  await write(shape, toSweep(shape, key)).catch(() => {})
  return attempt()
}

async function readVersion(shape: Shape, item: Item): Promise<number> {
  const { Item: stored } = await requestDynamo<{ Item?: MarshalledItem }>(shape.name, 'GetItem', {
    TableName: physicalName(shape),
    Key: toKey(shape, item),
    ProjectionExpression: '#v',
    ExpressionAttributeNames: { '#v': 'version' },
    ConsistentRead: true,
  })
  return Number(stored ? (unmarshalItem(stored)['version'] ?? 0) : 0)
}

function isSame(one: unknown, other: unknown): boolean {
  return process.getBuiltinModule('node:util').isDeepStrictEqual(one, other)
}
