/**
 * What `npm run cost` is told.
 *
 * @module
 */
import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import type { Stage } from '../deploy/context.ts'

/** The options of the command. */
export interface CostOptions {
  /** Name of a file in `profiles/`. */
  profile: string
  /** In place of the profile's own. */
  users?: number
  times: Readonly<Record<string, number>>
  stage: Stage
  freeTier: boolean
  /** A price table of one's own. */
  prices?: string
  /** Where the plot is written as SVG. */
  svg?: string
  /** Share of public pages that the CDN answers. */
  cached?: number
  /** Whether to measure before. */
  measure: boolean
  json: boolean
}

export const help = `npm run cost -- [options]: what a month on AWS would cost

  --users 400000                     people who use it in a month
  --profile magazine                 a file in profiles/: what each of them does (default: the only one)
  --profile page-loads=12,writes=6   how often, in place of what the profile says; may be given with a name too
  --cached 0.8                       share of public pages that the CDN answers by itself (default 0)
  --no-free-tier                     as if other systems of the account used it up
  --production                       the production stage (default: staging)
  --prices FILE                      a price table of your own; framework/cost/prices.json shows its form
  --svg FILE                         writes the plot there
  --json                             prints the bill as JSON
  --measure                          plays the profile first, against bundles as for deploy (about a minute)`

/** @throws Error in one sentence, for what cannot be read. */
export function readCostOptions(args: readonly string[]): CostOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      users: { type: 'string' },
      profile: { type: 'string', multiple: true, default: [] },
      cached: { type: 'string' },
      'no-free-tier': { type: 'boolean', default: false },
      production: { type: 'boolean', default: false },
      prices: { type: 'string' },
      svg: { type: 'string' },
      json: { type: 'boolean', default: false },
      measure: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const [names, lists] = [
    values.profile.filter((it) => !it.includes('=')),
    values.profile.filter((it) => it.includes('=')),
  ]
  if (names.length > 1) throw new Error(`One profile at a time, not ${names.join(' and ')}.`)
  const users = values.users === undefined ? undefined : toNumber('--users', values.users)
  const cached = values.cached === undefined ? undefined : toNumber('--cached', values.cached)
  if (users === 0) throw new Error('--users is 0: say how many people there are.')
  if (cached !== undefined && cached > 1) throw new Error('--cached is a share: from 0 to 1.')
  return {
    profile: names[0] ?? findDefault(),
    ...(users !== undefined && { users }),
    times: Object.fromEntries(lists.flatMap(toTimes)),
    stage: values.production ? 'production' : 'staging',
    freeTier: !values['no-free-tier'],
    ...(values.prices !== undefined && { prices: values.prices }),
    ...(values.svg !== undefined && { svg: values.svg }),
    ...(cached !== undefined && { cached }),
    measure: values.measure,
    json: values.json,
  }
}

/** An app with one profile need not name it. */
function findDefault(): string {
  const [first, ...others] = globSync('profiles/*.ts')
  return first && others.length === 0 ? basename(first, '.ts') : 'magazine'
}

function toTimes(list: string): [string, number][] {
  return list.split(',').map((pair) => {
    const [name = '', value = ''] = pair.split('=')
    return [name.trim(), toNumber(name.trim(), value)]
  })
}

function toNumber(name: string, text: string): number {
  const value = Number(text.replaceAll('_', ''))
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value
  throw new Error(`${name} is "${text}": that is no number from 0 on.`)
}
