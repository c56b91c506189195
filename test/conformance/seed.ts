/**
 * Makes the tables of the cases in an engine, and takes away whatever they left.
 *
 * @module
 */
import { prefix, seeds, tables } from './tables.ts'
import { send, type Answer, type Target } from './wire.ts'

export async function makeTables(target: Target): Promise<void> {
  for (const table of tables) must(await send(target, 'CreateTable', table))
  for (const { TableName } of tables) await until(target, TableName, ['ACTIVE'])
  for (const [table, items] of Object.entries(seeds)) {
    const RequestItems = { [table]: items.map((Item) => ({ PutRequest: { Item } })) }
    must(await send(target, 'BatchWriteItem', { RequestItems }))
  }
}

/** All tables of this run, those of single cases too. */
export async function dropTables(target: Target): Promise<void> {
  let ExclusiveStartTableName: string | undefined = prefix
  while (ExclusiveStartTableName) {
    const { body } = must(await send(target, 'ListTables', { ExclusiveStartTableName }))
    const names = body['TableNames'] as string[]
    for (const TableName of names.filter((it) => it.startsWith(prefix))) {
      await until(target, TableName, ['ACTIVE', 'DELETING'])
      await send(target, 'DeleteTable', { TableName })
    }
    ExclusiveStartTableName = body['LastEvaluatedTableName'] as string | undefined
    if (!names.at(-1)?.startsWith(prefix)) return
  }
}

async function until(target: Target, TableName: string, states: string[]): Promise<void> {
  const deadline = performance.now() + 120_000
  for (;;) {
    const { ok, body } = await send(target, 'DescribeTable', { TableName })
    const { TableStatus } = (body['Table'] ?? {}) as { TableStatus?: string }
    if (!ok || states.includes(TableStatus!)) return
    if (performance.now() > deadline)
      throw new Error(`[conformance] ${TableName} stays ${TableStatus}.`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function must(answer: Answer): Answer {
  if (answer.ok) return answer
  throw new Error(`[conformance] ${answer.error}: ${answer.message}`)
}
