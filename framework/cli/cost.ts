/**
 * `npm run cost`: what a month on AWS would cost, per service and per feature, and from where on
 * servers would be cheaper.
 *
 * @module
 */
import { writeFileSync } from 'node:fs'
import { help, readCostOptions, type CostOptions } from '../cost/options.ts'
import { findProfile, measureProfile, type FoundProfile } from '../cost/profiles.ts'
import { readTemplate, toCurrent } from '../cost/manifest.ts'
import { readMeasured } from '../cost/measured.ts'
import { toSvgPlot } from '../cost/plot-svg.ts'
import { readPrices } from '../cost/prices.ts'
import { compare, project, type ProjectionInput } from '../cost/projection.ts'
import { workOut } from '../cost/published.ts'
import { renderPublished, renderReport } from '../cost/report.ts'
import { assumptions } from '../cost/usage.ts'

const hasColors = Boolean(process.stdout.isTTY) && !process.env['NO_COLOR']

try {
  const options = readCostOptions(process.argv.slice(2))
  if (options === 'help') console.log(help)
  else await run(options)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

async function run(options: CostOptions): Promise<void> {
  const found = await findProfile(options.profile)
  if ('published' in found) return tellPublished(found, options)
  if (options.measure) await measureProfile(found)

  const { measured, gone } = await toCurrent(readMeasured(found.measuredFile, options.profile))
  const { profile } = found
  const own = Object.entries(profile.features)
    .filter(([name]) => !gone.includes(name))
    .map(([name, { times }]) => [name, times])
  const unknown = Object.keys(options.times).filter((name) => !(name in profile.features))
  if (unknown.length > 0) {
    throw new Error(
      `${options.profile} has no ${unknown.join(', ')}, but ${Object.keys(profile.features).join(', ')}.`,
    )
  }
  const input: ProjectionInput = {
    users: options.users ?? profile.users,
    times: { ...Object.fromEntries(own), ...options.times },
    measured,
    template: await readTemplate(options.stage),
    prices: readPrices(options.prices),
    fleet: profile.servers,
    freeTier: options.freeTier,
    assumed: { ...assumptions, cached: options.cached ?? assumptions.cached },
  }
  if (options.json) console.log(JSON.stringify(project(input), null, 2))
  else {
    const { date, machine } = measured
    const { profile: name, stage } = options
    const about = { name, stage, measured: date, machine, gone, hasColors }
    console.log(renderReport(input, about).join('\n'))
  }
  if (options.svg) writeFileSync(options.svg, toSvg(input, options.profile))
}

function toSvg(input: ProjectionInput, name: string): string {
  const { breakEven, ...comparison } = compare(input)
  const { users, prices } = input
  return toSvgPlot(comparison, {
    title: `Functions or always-on servers: the ${name}`,
    subtitle: `Dollars a month for API Gateway and Lambda, or for containers behind a load balancer. Prices of ${prices.date}`,
    to: Math.max(breakEven ? breakEven * 1.6 : 0, users * 1.25),
    unit: 'users a month',
    breakEven,
    mark: { amount: users, label: `${users.toLocaleString('en')} users` },
  })
}

function tellPublished(
  { published }: Extract<FoundProfile, { published: unknown }>,
  options: CostOptions,
) {
  const result = workOut(published)
  if (options.json) console.log(JSON.stringify(result, null, 2))
  else console.log(renderPublished(published, result, { hasColors }).join('\n'))
  if (!options.svg) return
  const { breakEven, comparison } = result
  const svg = toSvgPlot(comparison, {
    title: published.name,
    subtitle: 'Dollars a month for six servers, or for functions that cost what they are called',
    to: breakEven * 1.5,
    unit: 'calls a month',
    breakEven,
    mark: { amount: published.calls, label: `as it was: ${published.calls.toLocaleString('en')}` },
  })
  writeFileSync(options.svg, svg)
}
