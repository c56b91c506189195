/**
 * Many photos at once, on the local cloud as `npm start` has it: what row S1 of the systems asks for. 60 of
 * them; `PHOTOS=500` for all. How fast it is depends on what else the machine does, so that is told, not held.
 *
 * @module
 */
import assert from 'node:assert/strict'
import { availableParallelism, loadavg } from 'node:os'
import sharp from 'sharp'
import { describe, it } from 'vitest'
import { p95Of, tellFigures } from '#framework/testing/figures.ts'
import { withOwnApp } from '../../../framework/cli/own-app.ts'
import { drawPhoto, toCopy } from './photos.ts'
import { projectTrace, tookOf } from './project.ts'
import { send } from './send.ts'
import { endedOf, followTrace, toCustomer, toMade, until, type Traces } from './site.ts'

const count = Number(process.env['PHOTOS'] ?? 60)
const workers = 20
const converting = '@queues convert-image'
const sizes = { small: { width: '320' }, medium: { width: '640' } }

type Customer = Awaited<ReturnType<typeof toCustomer>>

describe(`${count} photos`, () => {
  it('have all their renditions, and only those are made again that a profile changes', async () => {
    const photos = await Promise.all([1, 2, 3, 4, 5].map((seed) => drawPhoto(seed)))
    const [load] = loadavg()
    const alone = await renderAlone(photos)
    const code = await withOwnApp(async ({ BASE_URL }, printed) => {
      const { traces, stop } = await followTrace(printed())
      const made = () => toMade(printed())
      const [five, three] = await Promise.all(
        ['reader', 'writer'].map((person) => toCustomer(BASE_URL, printed(), person)),
      )
      // The first of all waits for functions to start.
      await upload(five!, { photos, traces, made, first: 9000, many: 2, each: 5 })

      const whole = await upload(five!, { photos, traces, made, first: 0, many: count, each: 5 })
      const variants = await askForVariants(five!, whole.ids.slice(0, 40))
      const changed = await changeProfile(five!, { traces, made, photos: count + 2 })
      await saveProfile(three!, sizes)
      const fast = await upload(three!, { photos, traces, made, first: 5000, many: count, each: 3 })
      stop()
      const conversions = whole.traces.filter((it) => it.function === converting)
      const sequential = conversions.reduce((all, it) => all + tookOf(it), 0)
      const projected = projectTrace(whole.traces, workers)
      const others = whole.traces.filter((it) => it.function !== converting)
      const rest = others.reduce((all, it) => all + tookOf(it), 0)
      tell({ load: load!, alone, whole, sequential, rest, projected })
      tellRates({ fast, variants, changed })
      assert.equal(whole.made.length, count * 5)
      assert.equal(new Set(whole.made).size, count * 5)
      assert.equal(conversions.length, count)
      assert.equal(changed.made.length, count + 2)
      assert.equal(new Set(changed.made).size, count + 2)
      return 0
    })
    assert.equal(code, 0)
  }, 1_800_000)
})

/** Sends photos, four at a time, and waits until each has been converted that often. */
async function upload(
  customer: Customer,
  options: {
    photos: Buffer[]
    traces: Traces
    made: () => string[]
    first: number
    many: number
    each: number
  },
) {
  const { photos, traces, made, first, many, each } = options
  const began = Date.now()
  const before = made().length
  const ids: string[] = []
  let next = 0
  const sender = async () => {
    while (next < many) {
      const number = next++
      const photo = toCopy(photos[number % photos.length]!, first + number)
      ids.push(await send(photo, { ...customer, name: `photo-${number}.jpg` }))
    }
  }
  await Promise.all([sender(), sender(), sender(), sender()])
  const ended = () => endedOf(traces, converting, began)
  await until(() => ended().length >= many, {
    seconds: 60 + many * 4,
    tell: () => `${ended().length} of ${many} photos`,
  })
  await untilMade(made, before + many * each)
  const seconds = (Math.max(...ended().map((it) => it.end!)) - began) / 1000
  const all = [...traces.values()].filter((it) => it.start >= began && it.end !== undefined)
  return {
    ids,
    seconds,
    made: made().slice(before),
    traces: all.filter((it) => it.kind !== 'http' && it.kind !== 'schedule'),
  }
}

/** What the log tells comes a moment after the work. All that was printed is read for it, so seldom. */
async function untilMade(made: () => string[], many: number): Promise<void> {
  const tell = () => `${made().length} of ${many} renditions`
  await until(() => made().length >= many, { seconds: 60, pause: 500, tell })
}

async function saveProfile(customer: Customer, renditions: object): Promise<void> {
  const body = JSON.stringify(renditions)
  const headers = { 'content-type': 'application/json' }
  const { status } = await customer.fetch('/renditions', { method: 'PUT', body, headers })
  assert.equal(status, 204)
}

/** One of five renditions gets another size. */
async function changeProfile(
  customer: Customer,
  { traces, made, photos }: { traces: Traces; made: () => string[]; photos: number },
) {
  const answer = await customer.fetch('/renditions')
  const { renditions } = (await answer.json()) as { renditions: Record<string, object> }
  const { preview: _preview, ...own } = renditions
  const began = Date.now()
  const before = made().length
  await saveProfile(customer, { ...own, small: { width: '500' } })
  const ended = () => endedOf(traces, converting, began)
  await until(() => ended().length >= photos, {
    seconds: 60 + photos * 2,
    tell: () => `${ended().length} of ${photos} photos`,
  })
  const seconds = (Date.now() - began) / 1000
  // Whatever is made besides would come now.
  await new Promise((resolve) => setTimeout(resolve, 3000))
  return { made: made().slice(before), seconds }
}

/** The time that each takes when it is asked for first, and then again, in order. */
async function askForVariants(customer: Customer, ids: readonly string[]) {
  const ask = async (id: string, known: string) => {
    const began = performance.now()
    const response = await customer.fetch(`/img/icon/${id}`)
    await response.bytes()
    assert.equal(response.headers.get('x-conversion'), known)
    return performance.now() - began
  }
  await customer.fetch(`/img/icon/none`)
  const [cold, cached]: [number[], number[]] = [[], []]
  for (const id of ids) cold.push(await ask(id, 'new'))
  for (const id of ids) cached.push(await ask(id, 'known'))
  return { cold: p95Of(cold), cached: p95Of(cached) }
}

/** The same five renditions by a program that does nothing else: milliseconds for a photo. */
async function renderAlone(photos: readonly Buffer[]): Promise<number> {
  sharp.concurrency(1)
  const began = performance.now()
  for (const photo of photos) {
    for (const side of [300, 400, 640, 1280, 1280]) {
      await sharp(photo).autoOrient().resize({ width: side }).webp({ quality: 80 }).toBuffer()
    }
  }
  return (performance.now() - began) / photos.length
}

function tell(run: {
  load: number
  alone: number
  whole: Awaited<ReturnType<typeof upload>>
  sequential: number
  /** What led to conversions, and what they led to. */
  rest: number
  projected: number
}) {
  const { load, alone, whole, sequential, rest, projected } = run
  const speedUp = sequential / projected
  tellFigures([
    {
      what: `${count} photos, ${whole.made.length} renditions`,
      figure: `${whole.seconds.toFixed(1)} s`,
      bar: `load average ${load.toFixed(1)} on ${availableParallelism()} processors`,
    },
    {
      what: 'conversions one after another, by the trace',
      figure: `${(sequential / 1000).toFixed(1)} s`,
      bar: `by a program alone ${((alone * count) / 1000).toFixed(1)} s`,
    },
    {
      what: 'all other invocations, one after another',
      figure: `${(rest / 1000).toFixed(1)} s`,
      bar: '',
    },
    {
      what: `projected, with ${workers} workers`,
      figure: `${(projected / 1000).toFixed(1)} s`,
      bar: `${((alone * count) / projected).toFixed(1)} times the program alone`,
    },
    {
      what: 'so many times as fast',
      figure: speedUp.toFixed(1),
      bar: '10 at least',
      isMet: speedUp >= 10,
    },
  ])
}

function tellRates(run: {
  fast: Awaited<ReturnType<typeof upload>>
  variants: { cold: number; cached: number }
  changed: { made: string[]; seconds: number }
}) {
  const { fast, variants, changed } = run
  const rate = count / fast.seconds
  tellFigures([
    {
      what: 'photos a second, three WebP sizes each',
      figure: rate.toFixed(1),
      bar: '8 at least',
      isMet: rate >= 8,
    },
    {
      what: 'made again for one changed rendition',
      figure: `${changed.made.length} in ${changed.seconds.toFixed(1)} s`,
      bar: `${count + 2}, one of each photo`,
      isMet: changed.made.length === count + 2,
    },
    {
      what: 'variant on the fly, made now, p95',
      figure: `${variants.cold.toFixed(0)} ms`,
      bar: '500 ms at most',
      isMet: variants.cold <= 500,
    },
    {
      what: 'variant on the fly, known, p95',
      figure: `${variants.cached.toFixed(1)} ms`,
      bar: '20 ms at most',
      isMet: variants.cached <= 20,
    },
  ])
}
