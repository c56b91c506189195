/**
 * Deletes what has expired: items whose time, in seconds, is over. DynamoDB takes up to two days
 * for it; here it is seconds, or minutes where tables are large.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
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

/** Of the time, so much is spent sweeping at most: who works with the tables hardly waits for it. */
const share = 1 / 50
/** Items read in one go: nobody else reads or writes meanwhile. */
const atOnce = 100

/** Starts sweeping every few seconds; large tables take longer, as much of the time is left to others. */
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
  const state = { isStopped: false, complaint: '', asked: 0 }
  let last: Promise<number> = Promise.resolve(0)
  let isRunning = false
  let hurry = new AbortController()
  // What takes longer than the time between two is not begun again meanwhile.
  const timer = setInterval(() => isRunning || void tell(follow()), every * 1000).unref()
  const unfollow = clock.onMove(() => tell(sweep()))

  async function tell(swept: Promise<number>): Promise<void> {
    try {
      await swept
      state.complaint = ''
    } catch (error) {
      const { message } = error as Error
      if (!state.isStopped && message !== state.complaint) log(`expiry: ${message}`)
      state.complaint = message
    }
  }

  /** Somebody waits: the one that is on its way does not rest any more, and the next one does not at all. */
  async function sweep(): Promise<number> {
    state.asked++
    hurry.abort()
    try {
      return await follow()
    } finally {
      if (--state.asked === 0) hurry = new AbortController()
    }
  }

  /** One at a time. */
  function follow(): Promise<number> {
    last = last.catch(() => 0).then(sweepAll)
    return last
  }

  async function sweepAll(): Promise<number> {
    isRunning = true
    try {
      let count = 0
      for (const table of tables) count += await sweepTable(table)
      return count
    } finally {
      isRunning = false
    }
  }

  async function sweepTable({ table, ttl, keys }: ExpiringTable): Promise<number> {
    const now = Math.floor(Date.now() / 1000)
    let count = 0
    let ExclusiveStartKey: Item | undefined
    do {
      const began = performance.now()
      const page = (await requestDatabase(endpoint, 'Scan', {
        TableName: table,
        Limit: atOnce,
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
      if (ExclusiveStartKey) await rest((performance.now() - began) / share)
    } while (ExclusiveStartKey && !state.isStopped)
    return count
  }

  async function rest(milliseconds: number): Promise<void> {
    const { signal } = hurry
    await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => {})
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
      hurry.abort()
      await last.catch(() => {})
    },
  }
}
