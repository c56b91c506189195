/**
 * What stays in tables and buckets.
 *
 * @module
 */
import { requestAws } from '../../aws.ts'
import { listBuckets, type Inventory } from '../../manifest.ts'
import { envName } from '../../plugin/names.ts'
import type { App } from '../../testing.ts'

/** Bytes that stay, and bytes that expire: the latter in byte-months. */
export interface Kept {
  lasting: number
  expiring: number
}

type Item = Record<string, Record<string, unknown>>

const month = 730 * 60 * 60
const day = 24 * 60 * 60
/** DynamoDB adds this to each item for its index. */
const overhead = 100

/** Reads all tables of the app. */
export async function measureKept({ tables }: Pick<Inventory, 'tables'>): Promise<Kept> {
  const kept = { lasting: 0, expiring: 0 }
  for (const { name, ttl } of tables ?? []) {
    for (const item of await scan(process.env[envName('TABLE', name)] ?? '')) {
      const bytes = sizeOf(item) + overhead
      const until = ttl && Number(item[ttl]?.['N'])
      if (until) kept.expiring += (bytes * Math.max(0, until - Date.now() / 1000)) / month
      else kept.lasting += bytes
    }
  }
  return kept
}

/** Reads all buckets of the app. */
export async function measureStored({
  inventory,
  storage,
}: Pick<App, 'inventory' | 'storage'>): Promise<Kept> {
  const kept = { lasting: 0, expiring: 0 }
  for (const { name, expireDays } of listBuckets(inventory)) {
    let cursor: string | undefined
    do {
      const page = await storage.list(name, { ...(cursor && { cursor }) })
      const bytes = page.objects.reduce((sum, { size }) => sum + size, 0)
      if (expireDays) kept.expiring += (bytes * expireDays * day) / month
      else kept.lasting += bytes
      cursor = page.cursor
    } while (cursor)
  }
  return kept
}

async function scan(table: string): Promise<Item[]> {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.Scan',
  }
  const found: Item[] = []
  let from: unknown
  do {
    const body = JSON.stringify({
      TableName: table,
      ...(from !== undefined && { ExclusiveStartKey: from }),
    })
    const page = (await requestAws('dynamodb', { headers, body })) as {
      Items: Item[]
      LastEvaluatedKey?: unknown
    }
    found.push(...page.Items)
    from = page.LastEvaluatedKey
  } while (from !== undefined)
  return found
}

// Names and values, as DynamoDB counts them within a few bytes.
function sizeOf(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) =>
      sum + name.length + Buffer.byteLength(JSON.stringify(Object.values(value)[0])),
    0,
  )
}
