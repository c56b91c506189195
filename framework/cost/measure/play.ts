/**
 * Plays the features of a profile, and sums up what the functions have done.
 *
 * @module
 */
import type { Inventory } from '../../manifest.ts'
import { as } from '../../testing/people.ts'
import type { App } from '../../testing.ts'
import type { MeasuredFeature, MeasuredFunction } from '../measured.ts'
import type { Feature, PlayContext } from '../profile.ts'
import { measureFiles } from './files.ts'
import { nameOf, type Instances, type Invocation } from './instances.ts'
import { measureKept } from './kept.ts'
import type { Recorder } from './recorder.ts'
import { sizeOnWire } from './wire.ts'

/** What plays need. */
export interface Stage {
  app: App
  instances: Instances
  recorder: Recorder
  /** The access key of a function, by its place in the list. */
  keyOf: (name: string) => string
  cwd: string
}

/** How often: first for V8 to compile what is hot, then measured, then with all functions loaded anew. */
export interface Rounds {
  warmUp: number
  plays: number
  cold: number
}

/** @throws Error when a play does not go well. */
export async function playFeature(
  feature: Feature,
  stage: Stage,
  rounds: Rounds,
): Promise<MeasuredFeature> {
  const { app, instances, recorder } = stage
  let down = 0
  let up = 0
  const fetch: App['fetch'] = async (path, init = {}) => {
    const response = await app.fetch(path, init)
    down += sizeOnWire(response)
    up += Buffer.byteLength(String(init.body ?? ''))
    return response
  }
  let round = 0
  const play = async () => {
    await feature.play({ fetch, as, query: toQuery(fetch), round: round++ })
    await app.settle()
    const failed = instances.failed()
    if (failed.length > 0) throw new Error(`${failed[0]} failed: what fails must not be measured.`)
  }

  const keptBefore = await measureKept(app.inventory)
  for (let index = 0; index < rounds.warmUp; index++) await play()
  const names = [...new Set(instances.take().map(({ name }) => name))]
  const usedBefore = new Map(names.map((name) => [name, { ...recorder.use(stage.keyOf(name)) }]))
  ;[down, up] = [0, 0]
  for (let index = 0; index < rounds.plays; index++) await play()
  const invocations = instances.take()
  const wire = { down: down / rounds.plays, up: up / rounds.plays }
  const uses = names.map(
    (name) => [name, usedSince(usedBefore.get(name)!, recorder.use(stage.keyOf(name)))] as const,
  )
  const keptAfter = await measureKept(app.inventory)

  const cold = await playCold(names, { play, instances, rounds })
  const byName = Object.groupBy(invocations, ({ name }) => name)
  const functions = uses.flatMap(([name, use]) => {
    const own = byName[name]
    return own
      ? [
          [
            name,
            summarize(own, { use, cold: cold.get(name) ?? [], inventory: app.inventory, rounds }),
          ],
        ]
      : []
  })
  return {
    plays: rounds.plays,
    functions: Object.fromEntries(functions) as Record<string, MeasuredFunction>,
    ...roundAll(wire),
    files: await measureFiles(feature.files ?? [], {
      fetch: app.fetch,
      folder: `${stage.cwd}/public`,
    }),
    kept: roundAll({
      lasting: Math.max(0, keptAfter.lasting - keptBefore.lasting),
      expiring: Math.max(0, keptAfter.expiring - keptBefore.expiring) / round,
    }),
  }
}

function toQuery(fetch: App['fetch']): PlayContext['query'] {
  return async (query, variables, { headers } = {}) => {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = response.json() as { data?: Record<string, unknown>; errors?: unknown }
    if (errors || !data) throw new Error(`GraphQL: ${response.text()}`)
    return data
  }
}

async function playCold(
  names: readonly string[],
  { play, instances, rounds }: { play: () => Promise<void>; instances: Instances; rounds: Rounds },
) {
  const found = new Map<string, number[]>(names.map((name) => [name, []]))
  for (let index = 0; index < rounds.cold; index++) {
    for (const name of names) instances.renew(name)
    await play()
    for (const { name, init, cpu } of instances.take()) {
      if (init !== undefined) found.get(name)?.push(init + cpu)
    }
  }
  return found
}

type Use = ReturnType<Recorder['use']>

function usedSince(before: Use, after: Use): Use {
  const since = Object.entries(after).map(([key, value]) => [key, value - before[key as keyof Use]])
  return Object.fromEntries(since) as Use
}

function summarize(
  own: readonly Invocation[],
  {
    use,
    cold,
    inventory,
    rounds,
  }: { use: Use; cold: readonly number[]; inventory: Inventory; rounds: Rounds },
): MeasuredFunction {
  const { name } = own[0]!
  const all = [...(inventory.http ?? []), ...(inventory.events ?? []), ...(inventory.queues ?? [])]
  const lambda = [...all, ...(inventory['tables-streams'] ?? [])].find((it) => nameOf(it) === name)!
  const { dynamodb, sqs, sns, s3, puts, reads, writes } = use
  const each = (value: number) => to2(value / own.length)
  return {
    times: to2(own.length / rounds.plays),
    cpu: to2(medianOf(own.map(({ cpu }) => cpu))),
    coldCpu: to2(medianOf(cold)),
    memory: lambda.config.memory,
    peak: Math.max(...own.map(({ maxMemory }) => maxMemory)),
    log: Math.round(own.reduce((sum, { log }) => sum + log, 0) / own.length),
    calls: { dynamodb: each(dynamodb), sqs: each(sqs), sns: each(sns), s3: each(s3) },
    puts: each(puts),
    reads: each(reads),
    writes: each(writes),
    cacheable: each(own.filter(({ answer }) => isCacheable(answer)).length),
    isRoute: lambda.pragma === 'http',
    isQueue: lambda.pragma === 'queues',
  }
}

function isCacheable(answer: unknown): boolean {
  const { headers } = (answer ?? {}) as { headers?: Record<string, string> }
  return /s-maxage=[1-9]/.test(headers?.['cache-control'] ?? '')
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2
    ? sorted[middle]!
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

function to2(value: number): number {
  return Math.round(value * 100) / 100
}

function roundAll<T extends Record<string, number>>(values: T): T {
  return Object.fromEntries(Object.entries(values).map(([key, it]) => [key, Math.round(it)])) as T
}
