/**
 * Moves of the clock as writes: how far it is, and which schedules have run, is to be known for good.
 *
 * @module
 */
import { requestDatabase } from '../../framework/local/database/request.ts'
import { local } from '../../framework/plugin/names.ts'
import type { Ports } from '../../framework/plugin/ports.ts'
import { app } from './project.ts'
import type { Writer } from './writers.ts'

const hour = 60 * 60 * 1000

/** Each write is an hour, in which a schedule runs that counts its runs. */
export function createTimeWriter(ports: Ports): Writer {
  /** When each acknowledged hour was over. */
  const ends = new Map<string, number>()

  return {
    name: 'hours of the clock, with one run of a schedule each',
    async write(id) {
      const { now } = await askClock(ports, { advance: { hours: 1 } })
      ends.set(id, now)
    },
    async find(ids) {
      const { now } = await askClock(ports)
      const runs = await listRuns(`http://127.0.0.1:${ports.database}`)
      const isThere = (end: number) => {
        const within = runs.filter(({ time }) => time > end - hour && time <= end)
        return now >= end && within.length === 1 && within[0]!.count === 1
      }
      return new Set(ids.filter((id) => isThere(ends.get(id)!)))
    },
  }
}

/** Asks the console for the clock, or to move it. */
export async function askClock(
  ports: Ports,
  move?: object,
): Promise<{ now: number; offset: number }> {
  const console = `http://localhost:${ports.console}`
  const response = await fetch(`${console}/api/clock`, {
    method: move ? 'POST' : 'GET',
    headers: { origin: console, 'content-type': 'application/json' },
    ...(move && { body: JSON.stringify(move) }),
  })
  if (!response.ok) throw new Error(`clock: ${await response.text()}`)
  return (await response.json()) as { now: number; offset: number }
}

async function listRuns(endpoint: string): Promise<{ time: number; count: number }[]> {
  const { Items } = (await requestDatabase(endpoint, 'Scan', {
    TableName: local.table(app, 'runs'),
    ConsistentRead: true,
  })) as { Items: { id: { S: string }; count: { N: string } }[] }
  return Items.map(({ id, count }) => ({ time: Date.parse(id.S), count: Number(count.N) }))
}
