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
  const console = `http://localhost:${ports.console}`
  /** When each acknowledged hour was over. */
  const ends = new Map<string, number>()

  async function ask(body?: object): Promise<number> {
    const response = await fetch(`${console}/api/clock`, {
      method: body ? 'POST' : 'GET',
      headers: { origin: console, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`clock: ${await response.text()}`)
    return ((await response.json()) as { now: number }).now
  }

  return {
    name: 'hours of the clock, with one run of a schedule each',
    async write(id) {
      ends.set(id, await ask({ advance: { hours: 1 } }))
    },
    async find(ids) {
      const now = await ask()
      const runs = await listRuns(`http://127.0.0.1:${ports.database}`)
      const isThere = (end: number) => {
        const within = runs.filter(({ time }) => time > end - hour && time <= end)
        return now >= end && within.length === 1 && within[0]!.count === 1
      }
      return new Set(ids.filter((id) => isThere(ends.get(id)!)))
    },
  }
}

async function listRuns(endpoint: string): Promise<{ time: number; count: number }[]> {
  const { Items } = (await requestDatabase(endpoint, 'Scan', {
    TableName: local.table(app, 'runs'),
    ConsistentRead: true,
  })) as { Items: { id: { S: string }; count: { N: string } }[] }
  return Items.map(({ id, count }) => ({ time: Date.parse(id.S), count: Number(count.N) }))
}
