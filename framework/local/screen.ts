/**
 * What `npm start` shows: one screen when all is up, then one line for each thing that happens.
 *
 * @module
 */
import { styleText } from 'node:util'
import type { Built } from '../build/entry.ts'
import { describeClock } from './clock.ts'
import { toCommand } from '../plugin/root.ts'
import type { LocalCloud } from './cloud.ts'

/** The screen, ready to print; `began` is when the start did. */
export function renderScreen(
  cloud: LocalCloud,
  { version, keys, began }: { version: string; keys: string; began: number },
): string {
  const site = `http://localhost:${cloud.ports.site}`
  const seconds = (performance.now() - began) / 1000
  const rows: [string, string][] = [
    ['Site', site],
    ...cloud.links.map(({ label, href }): [string, string] => [label, new URL(href, site).href]),
  ]
  const facts: [string, string][] = [
    ['Services', cloud.services.map(({ name }) => name).join(', ') || 'none plugged in'],
    ['Database', toDatabase(cloud)],
    ['Schedules', toSchedules(cloud)],
    ['State', `${cloud.stateDir} (${toCommand('reset')} empties it)`],
  ]
  const clockText = describeClock()
  if (clockText) facts.push(['Clock', styleText('yellow', clockText)])
  if (keys) facts.push(['Keys', keys])

  const width = Math.max(...[...rows, ...facts].map(([label]) => label.length)) + 2
  const title = styleText('bold', `Plugboard ${version}`)
  const took = styleText('dim', `started in ${seconds.toFixed(1)} s`)
  return [
    `  ${title}  ${took}`,
    '',
    ...rows.map(([label, value]) => `  ${label.padEnd(width)}${styleText('cyan', value)}`),
    '',
    ...facts.map(([label, value]) => `  ${styleText('dim', label.padEnd(width))}${value}`),
    '',
  ].join('\n')
}

/**
 * Reports builds: one line when all is well, otherwise each error with its file and line. An error
 * that is still the same is not told again.
 */
export function createBuildReport(
  say: (line: string) => void,
  { isQuiet }: { isQuiet: () => boolean },
): (built: Built[]) => void {
  let told = ''

  return (built) => {
    const good = built.filter(({ errors }) => errors.length === 0)
    if (!isQuiet() && good.length > 0) say(toRebuilt(good))

    const failed = built.filter(({ errors }) => errors.length > 0)
    const errors = new Set(failed.flatMap((it) => it.errors.map((error) => error.trim())))
    const text = [...errors].join('\n')
    if (text === told) return
    told = text
    if (failed.length === 0) return
    const names = failed.map(({ name }) => name).join(', ')
    say(`${text}\n${styleText('red', 'not built')} ${names}. The last good build keeps serving.`)
  }
}

function toRebuilt(built: readonly Built[]): string {
  const [first, ...rest] = built.toSorted((a, b) => a.took - b.took) as [Built, ...Built[]]
  const last = rest.at(-1)
  const more = last ? `, ${rest.length} more by ${last.took.toFixed(0)} ms` : ''
  return `${styleText('green', 'rebuilt')} ${first.name} in ${first.took.toFixed(0)} ms${more}`
}

/** Problems, one line each. */
export function renderProblems(problems: readonly string[]): string {
  return problems
    .map((problem) => `${styleText('red', '✘', { stream: process.stderr })} ${problem}`)
    .join('\n')
}

function toDatabase({ database: { engine, missing } }: LocalCloud): string {
  const off = missing.length > 0 ? styleText('yellow', ` (off: ${missing.join(', ')})`) : ''
  return `${engine}${off}`
}

function toSchedules({ schedules }: LocalCloud): string {
  const all = schedules.list()
  const shown = all.map(({ name, next }) => `${name} ${next ? toWhen(next) : 'never again'}`)
  return shown.join(', ') || 'none'
}

function toWhen(next: Date): string {
  const minutes = Math.round((next.getTime() - Date.now()) / 60_000)
  if (minutes < 120) return `in ${minutes} min`
  return minutes < 48 * 60
    ? `in ${Math.round(minutes / 60)} h`
    : `in ${Math.round(minutes / 1440)} days`
}
