/**
 * Several conversions of one input, none of them ever done twice: what is known is taken, what somebody else is at
 * is waited for, and the rest is made in one go.
 *
 * @module
 */
import { AppError, kernelErrors } from '#framework/errors.ts'
import { toAddresses } from './address.ts'
import { claimAll, giveBack } from './claims.ts'
import { askAgainMilliseconds, marginMilliseconds, requireOutput } from './convert-once.ts'
import type { Converter, Output } from './converter.ts'
import type { JobEnd } from './job.ts'
import { toJobError } from './jobs.ts'
import { findKnown, type Place } from './places.ts'
import { isOfInput, keepAll, results, toDone, toError, toRefused, type Result } from './results.ts'

/** An output that is to be made, and where it goes. */
export interface Wanted<O> {
  name: string
  options: O
  place: Place
}

/** How outputs came out, by their names; with what went wrong through no fault of the input. */
export interface Ends {
  ends: Record<string, JobEnd>
  failure?: unknown
}

type Addressed<O> = Wanted<O> & { id: string }

/**
 * Makes what is not known yet. What fails keeps nothing from the others.
 *
 * @param options.until - milliseconds since 1970: what is not begun then is left out
 * @throws UNAVAILABLE where another one does not come to an end; what storage throws
 */
export async function convertEach<O extends object>(
  converter: Converter<O>,
  input: Uint8Array,
  { wanted, until }: { wanted: readonly Wanted<O>[]; until: number },
): Promise<Ends> {
  const ids = toAddresses(
    converter,
    wanted.map(({ options }) => options),
    input,
  )
  const lease = converter.limits.milliseconds + marginMilliseconds
  const deadline = Date.now() + lease
  const all: Ends = { ends: {} }
  let left: Addressed<O>[] = wanted.map((it, index) => ({ ...it, id: ids[index]! }))

  while (Date.now() < deadline) {
    Object.assign(all.ends, await takeKnown(left))
    left = left.filter(({ name }) => !(name in all.ends))
    if (left.length === 0) return all
    const owners = await claimAll([...new Set(left.map(({ id }) => id))], lease)
    const mine = left.filter(({ id }) => owners.has(id))
    if (mine.length > 0) {
      const made = await make(converter, input, { wanted: mine, owners, until })
      Object.assign(all.ends, made.ends)
      if (made.failure !== undefined || Date.now() > until) return { ...made, ...all }
      left = left.filter(({ name }) => !(name in all.ends))
      if (left.length === 0) return all
    }
    await new Promise((resolve) => setTimeout(resolve, askAgainMilliseconds))
  }
  throw kernelErrors.UNAVAILABLE('The same is being converted elsewhere. Ask again in a moment')
}

/** What others have made before, or were refused. */
async function takeKnown<O>(wanted: readonly Addressed<O>[]): Promise<Record<string, JobEnd>> {
  const ids = [...new Set(wanted.map(({ id }) => id))]
  const found = await results.getMany(
    ids.map((id) => ({ id })),
    { consistent: true },
  )
  const rows = new Map(ids.map((id, index) => [id, found[index]]))
  const ends = wanted.map(async ({ name, id, place }): Promise<[string, JobEnd][]> => {
    const row = rows.get(id)
    if (row?.status === 'refused') return [[name, { error: toJobError(toError(row.refusal!)) }]]
    if (row?.status !== 'done') return []
    const result = await findKnown(row, place)
    if (result) return [[name, { result }]]
    await results.delete({ id })
    return []
  })
  return Object.fromEntries((await Promise.all(ends)).flat())
}

interface Making<O> {
  wanted: readonly Addressed<O>[]
  /** Of the claims. */
  owners: ReadonlyMap<string, string>
  until: number
}

/** Makes what was claimed; what is not made in time, or fails, is given back. */
async function make<O extends object>(
  converter: Converter<O>,
  input: Uint8Array,
  { wanted, owners, until }: Making<O>,
): Promise<Ends> {
  const groups = [...Map.groupBy(wanted, ({ id }) => id).values()]
  const rows: Result[] = []
  const ends: Ends['ends'] = {}
  const storing: Promise<void>[] = []
  let failure: unknown
  try {
    let index = 0
    const each = groups.map(([first]) => first!.options)
    for await (const made of makeEach(converter, input, each)) {
      const group = groups[index++]!
      const { id, place } = group[0]!
      const refusal = made instanceof Error ? made : findRefusal(converter, made)
      if (!refusal) {
        const output = made as Output
        rows.push(toDone(id, output, place.keptKey))
        for (const it of group) {
          ends[it.name] = { result: it.place.toResult(id, output) }
          const put = it.place.put(id, output)
          // Waited for below, once all are made.
          put.catch(() => {})
          storing.push(put)
        }
      } else if (refusal instanceof AppError && refusal.status < 500) {
        if (isOfInput(refusal)) rows.push(toRefused(id, refusal))
        for (const { name } of group) ends[name] = { error: toJobError(refusal) }
      } else failure ??= refusal
      if (Date.now() > until) break
    }
    await Promise.all(storing)
    if (rows.length > 0) await keepAll(rows)
  } catch (error) {
    await Promise.allSettled(storing)
    await giveBackAll(owners, [])
    throw error
  }
  await giveBackAll(owners, rows)
  return { ends, ...(failure !== undefined && { failure }) }
}

async function* makeEach<O extends object>(
  { convert }: Converter<O>,
  input: Uint8Array,
  all: readonly O[],
): AsyncGenerator<Output | Error> {
  if (convert.each && all.length > 1) return yield* convert.each(input, all)
  for (const options of all) {
    yield await convert(input, options).catch((error: unknown) => error as Error)
  }
}

function findRefusal({ limits }: Pick<Converter, 'limits'>, output: Output): Error | undefined {
  try {
    requireOutput(limits, output)
    return undefined
  } catch (error) {
    return error as Error
  }
}

async function giveBackAll(owners: ReadonlyMap<string, string>, but: readonly Result[]) {
  const ended = new Set(but.map(({ id }) => id))
  const rest = [...owners].filter(([id]) => !ended.has(id))
  await Promise.all(rest.map(([id, owner]) => giveBack(id, owner)))
}
