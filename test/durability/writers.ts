/**
 * What is written while the local cloud is killed, and how it is looked for afterwards.
 *
 * @module
 */
import { requestDatabase } from '../../framework/local/database/request.ts'
import { local } from '../../framework/plugin/names.ts'
import type { Ports } from '../../framework/plugin/ports.ts'
import { createObjectWriter } from './objects.ts'
import { app } from './project.ts'

/** One kind of write. */
export interface Writer {
  /** For people: `rows of a table`. */
  name: string
  /** After each start. */
  begin?: () => Promise<void>
  /** Resolves when the write has been acknowledged. */
  write: (id: string) => Promise<void>
  /** Which of some acknowledged writes are there. */
  find: (ids: readonly string[]) => Promise<Set<string>>
  /** Whether it is there only some time after it was acknowledged. */
  isLater?: boolean
}

/** All kinds. */
export function createWriters(ports: Ports): Writer[] {
  const database = `http://127.0.0.1:${ports.database}`

  const post = (path: string) => async (id: string) => {
    const response = await fetch(`http://127.0.0.1:${ports.site}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  }
  const findIn = (table: string) => (ids: readonly string[]) => findRows(database, table, ids)
  const findPairs = async (ids: readonly string[]) => {
    const sides = ids.flatMap((id) => [`${id}-left`, `${id}-right`])
    const found = await findIn('rows')(sides)
    return new Set(ids.filter((id) => found.has(`${id}-left`) && found.has(`${id}-right`)))
  }

  return [
    { name: 'rows', write: post('/rows'), find: findIn('rows') },
    { name: 'pairs of rows in a transaction', write: post('/pairs'), find: findPairs },
    createObjectWriter(ports),
    { name: 'messages', write: post('/messages'), find: findIn('effects'), isLater: true },
    {
      name: 'messages of a FIFO queue',
      write: post('/ordered'),
      find: findIn('effects'),
      isLater: true,
    },
    { name: 'events', write: post('/events'), find: findIn('effects'), isLater: true },
  ]
}

/** Pairs of which one row is there and the other is not, acknowledged or not. */
export async function countHalves(ports: Ports): Promise<number> {
  const ids = new Set<string>()
  let ExclusiveStartKey: object | undefined
  do {
    const page = (await requestDatabase(`http://127.0.0.1:${ports.database}`, 'Scan', {
      TableName: local.table(app, 'rows'),
      ConsistentRead: true,
      ...(ExclusiveStartKey && { ExclusiveStartKey }),
    })) as { Items: { id: { S: string } }[]; LastEvaluatedKey?: object }
    for (const { id } of page.Items) ids.add(id.S)
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  const others = { left: 'right', right: 'left' } as const
  const isHalf = (id: string) => {
    const [, pair, side] = /^(.+)-(left|right)$/.exec(id) ?? []
    return pair && !ids.has(`${pair}-${others[side as 'left' | 'right']}`)
  }
  return [...ids].filter(isHalf).length
}

/** DynamoDB answers for so many keys at once. */
const most = 100

/** Which rows a table has, by their `id`. */
async function findRows(
  endpoint: string,
  table: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const TableName = local.table(app, table)
  const found = new Set<string>()
  for (let at = 0; at < ids.length; at += most) {
    const Keys = ids.slice(at, at + most).map((id) => ({ id: { S: id } }))
    const RequestItems = { [TableName]: { Keys, ConsistentRead: true } }
    const { Responses } = (await requestDatabase(endpoint, 'BatchGetItem', { RequestItems })) as {
      Responses: Record<string, { id: { S: string } }[]>
    }
    for (const { id } of Responses[TableName] ?? []) found.add(id.S)
  }
  return found
}
