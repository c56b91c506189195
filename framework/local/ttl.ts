/**
 * Deletes what has expired: items whose time, in seconds, is over. DynamoDB takes up to two days
 * for it; here it is seconds.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 * @module
 */
import type { Inventory } from '../manifest.ts'
import { local } from '../plugin/names.ts'
import { clock } from './clock.ts'
import { requestDatabase } from './database/request.ts'
import type { ExpiredItem } from './streams/store.ts'

/** A table whose items expire. */
export interface ExpiringTable {
  /** The physical name. */
  table: string
  /** The attribute that holds the time. */
  ttl: string
  keys: string[]
}

export interface Expiry {
  /** Deletes now; answers how many items went. */
  sweep: () => Promise<number>
  stop: () => Promise<void>
}

type Item = Record<string, { N?: string }>

/** DynamoDB leaves alone what expired longer ago: such a time is taken for a mistake. */
const fiveYears = 5 * 365 * 24 * 60 * 60

/** The tables of a project whose items expire. */
export function toExpiringTables(inv: Pick<Inventory, 'app' | 'tables'>): ExpiringTable[] {
  return (inv.tables ?? []).flatMap(({ name, ttl, partitionKey, sortKey }) => {
    const keys = [partitionKey, ...(sortKey ? [sortKey] : [])]
    return ttl ? [{ table: local.table(inv.app, name), ttl, keys }] : []
  })
}

/** Starts sweeping every few seconds. */
export function startExpiry(options: {
  endpoint: string
  tables: readonly ExpiringTable[]
  /** Hears of each item before it goes, so that its stream can say why it went. */
  onExpire?: (item: ExpiredItem) => void | Promise<void>
  log?: (line: string) => void
  /** Seconds between two sweeps. Default 5. */
  every?: number
}): Expiry {
  const { endpoint, tables, onExpire = () => {}, log = () => {}, every = 5 } = options
  const state = { isStopped: false, complaint: '' }
  let running: Promise<number> | undefined
  const timer = setInterval(() => void tick(), every * 1000).unref()
  const unfollow = clock.onMove(tick)

  async function tick(): Promise<void> {
    try {
      await sweep()
      state.complaint = ''
    } catch (error) {
      const { message } = error as Error
      if (!state.isStopped && message !== state.complaint) log(`expiry: ${message}`)
      state.complaint = message
    }
  }

  // One at a time: whoever asks meanwhile gets the next one.
  async function sweep(): Promise<number> {
    await running?.catch(() => {})
    running = sweepAll()
    return running
  }

  async function sweepAll(): Promise<number> {
    let count = 0
    for (const table of tables) count += await sweepTable(table)
    return count
  }

  async function sweepTable({ table, ttl, keys }: ExpiringTable): Promise<number> {
    const now = Math.floor(Date.now() / 1000)
    let count = 0
    let ExclusiveStartKey: Item | undefined
    do {
      const page = (await requestDatabase(endpoint, 'Scan', {
        TableName: table,
        FilterExpression: 'attribute_type(#ttl, :number) AND #ttl BETWEEN :oldest AND :now',
        ExpressionAttributeNames: { '#ttl': ttl },
        ExpressionAttributeValues: {
          ':number': { S: 'N' },
          ':oldest': { N: String(now - fiveYears) },
          ':now': { N: String(now - 1) },
        },
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      })) as { Items: Item[]; LastEvaluatedKey?: Item }
      ExclusiveStartKey = page.LastEvaluatedKey

      for (const item of page.Items) {
        if (state.isStopped) return count
        const key = Object.fromEntries(keys.map((name) => [name, item[name]!]))
        const expires = item[ttl]!.N!
        await onExpire({ table, key, expires })
        if (await remove({ table, ttl, key, expires })) count++
      }
    } while (ExclusiveStartKey && !state.isStopped)
    return count
  }

  async function remove(item: { table: string; ttl: string; key: Item; expires: string }) {
    try {
      await requestDatabase(endpoint, 'DeleteItem', {
        TableName: item.table,
        Key: item.key,
        // Somebody may have given it more time meanwhile.
        ConditionExpression: '#ttl = :expires',
        ExpressionAttributeNames: { '#ttl': item.ttl },
        ExpressionAttributeValues: { ':expires': { N: item.expires } },
      })
      return true
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return false
      throw error
    }
  }

  return {
    sweep,
    async stop() {
      state.isStopped = true
      unfollow()
      clearInterval(timer)
      await running?.catch(() => {})
    },
  }
}
