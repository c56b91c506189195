/**
 * What the playground is measured by: many people at once, then the same with somebody hostile among
 * them.
 *
 * @module
 */
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Figure } from '#framework/testing/figures.ts'
import { createMix, hostile } from './sources.ts'
import { ask, send, type Traffic } from './traffic.ts'

/** Of `systems.md`: 200,000 requests an hour. */
export const perSecond = 56

export interface Measured {
  alone: Traffic
  /** While a hostile pen comes every few seconds. */
  amid?: Traffic
  /** While somebody hostile asks as soon as they are answered. */
  beside: Traffic
  harm: Harm[]
  /** Before, and at the end: what is measured is part of the second. */
  loads: readonly [number, number]
}

interface Harm {
  what: string
  milliseconds: number
  wrong?: string
}

/** Seconds between two hostile pens, where they come now and then: each of them comes once in a minute or so. */
const pause = 8

/** Stages: warm, alone, with hostile pens now and then, beside somebody hostile who does nothing else. */
export async function measure(options: {
  baseUrl: string
  seconds: number
  amidSeconds?: number
  besideSeconds: number
  tell?: (what: string) => void
}): Promise<Measured> {
  const { baseUrl, seconds, amidSeconds = 0, besideSeconds, tell = () => {} } = options
  const load = () => loadavg()[0]!
  const before = load()
  const harm: Harm[] = []
  const sendFor = (of: number, seed: number) =>
    send({ baseUrl, next: createMix(seed), perSecond, seconds: of, tell })
  const sendBeside = async (of: number, seed: number, pauseSeconds: number) => {
    const until = performance.now() + of * 1000
    const [traffic] = await Promise.all([
      sendFor(of, seed),
      doHarm({ baseUrl, until, pauseSeconds, harm }),
    ])
    return traffic
  }

  tell(`load average ${before.toFixed(1)}; functions are built`)
  // Functions are bundled, and programs started, before it counts.
  await send({ baseUrl, next: createMix(2), perSecond: 4, seconds: 5 })
  await sendFor(5, 3)
  tell(`alone, for ${seconds} s`)
  const alone = await sendFor(seconds, 4)
  if (amidSeconds > 0) tell(`with a hostile pen every ${pause} s, for ${amidSeconds} s`)
  const amid = amidSeconds > 0 ? await sendBeside(amidSeconds, 6, pause) : undefined
  tell(`beside somebody hostile, for ${besideSeconds} s`)
  const beside = await sendBeside(besideSeconds, 5, 0)
  return { alone, ...(amid && { amid }), beside, harm, loads: [before, load()] }
}

/** One after the other, each as soon as the one before is answered, or so many seconds after it was asked. */
async function doHarm(options: {
  baseUrl: string
  until: number
  pauseSeconds: number
  harm: Harm[]
}): Promise<void> {
  const { baseUrl, until, pauseSeconds, harm } = options
  const kinds = Object.entries(hostile)
  while (performance.now() < until) {
    const next = performance.now() + pauseSeconds * 1000
    const [what, make] = kinds[harm.length % kinds.length]!
    harm.push({ what, ...(await ask(baseUrl, make(harm.length))) })
    await sleep(Math.max(0, Math.min(next, until) - performance.now()))
  }
}

/** Each figure beside its bar. */
export function toFigures({ alone, amid, beside, harm, loads }: Measured): Figure[] {
  const toRise = (when: string, { p95 }: Traffic): Figure => {
    const rise = (p95 / alone.p95 - 1) * 100
    const figure = `${rise > 0 ? '+' : ''}${Math.round(rise)} %`
    return {
      what: `p95 of others ${when}: ${Math.round(p95)} ms`,
      figure,
      bar: '+20 % at most',
      isMet: rise <= 20,
    }
  }
  const longest = harm.toSorted((a, b) => b.milliseconds - a.milliseconds)[0]!
  const failed = alone.failed + (amid?.failed ?? 0) + beside.failed
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
    ...(amid ? [toRise(`while a pen comes every ${pause} s`, amid)] : []),
    toRise('beside one who does nothing else', beside),
    {
      what: 'load average before, and at the end',
      figure: loads.map((it) => it.toFixed(1)).join(', '),
      bar: '',
    },
  ]
}
