/**
 * What the playground is measured by: many people at once, then the same with somebody hostile among
 * them.
 *
 * @module
 */
import { loadavg } from 'node:os'
import { type Figure } from '#framework/testing/figures.ts'
import { createMix, hostile } from './sources.ts'
import { ask, send, type Traffic } from './traffic.ts'

/** Of `systems.md`: 200,000 requests an hour. */
export const perSecond = 56

export interface Measured {
  alone: Traffic
  beside: Traffic
  harm: { what: string; milliseconds: number; wrong?: string }[]
  /** Before, and at the end: what is measured is part of the second. */
  loads: readonly [number, number]
}

/** Three stages: warm, alone, beside somebody hostile who asks as soon as they are answered. */
export async function measure(options: {
  baseUrl: string
  seconds: number
  besideSeconds: number
  tell?: (what: string) => void
}): Promise<Measured> {
  const { baseUrl, seconds, besideSeconds, tell = () => {} } = options
  const load = () => loadavg()[0]!
  const before = load()
  tell(`load average ${before.toFixed(1)}; functions are built`)
  // Functions are bundled, and programs started, before it counts.
  await send({ baseUrl, next: createMix(2), perSecond: 4, seconds: 5 })
  await send({ baseUrl, next: createMix(3), perSecond, seconds: 5 })
  tell(`alone, for ${seconds} s`)
  const alone = await send({ baseUrl, next: createMix(4), perSecond, seconds, tell })
  tell(`beside somebody hostile, for ${besideSeconds} s`)
  const harm: Measured['harm'] = []
  const until = performance.now() + besideSeconds * 1000
  const evil = (async () => {
    for (let it = 0; performance.now() < until; it++) {
      const [what, make] = Object.entries(hostile)[it % Object.keys(hostile).length]!
      harm.push({ what, ...(await ask(baseUrl, make(it))) })
    }
  })()
  const beside = await send({
    baseUrl,
    next: createMix(5),
    perSecond,
    seconds: besideSeconds,
    tell,
  })
  await evil
  return { alone, beside, harm, loads: [before, load()] }
}

/** Each figure beside its bar. */
export function toFigures({ alone, beside, harm, loads }: Measured): Figure[] {
  const rise = (beside.p95 / alone.p95 - 1) * 100
  const longest = harm.toSorted((a, b) => b.milliseconds - a.milliseconds)[0]!
  const failed = alone.failed + beside.failed
  const contained = harm.filter(({ wrong }) => !wrong).length
  return [
    {
      what: `${alone.sent} requests, ${perSecond} a second, ${alone.known} known: 5xx`,
      figure: String(failed),
      bar: '0',
      isMet: failed === 0,
    },
    {
      what: 'p95',
      figure: `${Math.round(alone.p95)} ms`,
      bar: '300 ms at most',
      isMet: alone.p95 <= 300,
    },
    {
      what: 'hostile pens that were contained',
      figure: `${contained} of ${harm.length}`,
      bar: 'all',
      isMet: contained === harm.length,
    },
    {
      what: `the longest of them: ${longest.what}`,
      figure: `${(longest.milliseconds / 1000).toFixed(1)} s`,
      bar: '2.5 s at most',
      isMet: longest.milliseconds <= 2500,
    },
    {
      what: `p95 of others meanwhile: ${Math.round(beside.p95)} ms`,
      figure: `${rise > 0 ? '+' : ''}${Math.round(rise)} %`,
      bar: '+20 % at most',
      isMet: rise <= 20,
    },
    {
      what: 'load average before, and at the end',
      figure: loads.map((it) => it.toFixed(1)).join(', '),
      bar: '',
    },
  ]
}
