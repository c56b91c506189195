/**
 * The options of the server, from the command line or the environment.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import { toParts, type Part } from './parts.ts'

export interface ServeOptions {
  port: number
  host: string
  /** Left out: what `app.arc` gives to the container. */
  only?: Part[]
  /** The stack whose names and variables are read at the start. */
  stack?: string
  /** Proxies in front that add to `x-forwarded-for`. */
  proxies: number
  /** Requests that are worked on at a time. */
  requests: number
  /** Batches of one queue that are worked on at a time. */
  batches: number
  /** Seconds that SQS is asked to wait for a message: the longer, the fewer requests. */
  poll: number
  /** Seconds after SIGTERM, during which requests are taken and `ready` says no. */
  linger: number
  /** Seconds that work under way has to end. */
  grace: number
}

export const usage = `npm run serve -- [options]

  --port NUMBER      default 3000, or PORT
  --host ADDRESS     what it listens on; default 0.0.0.0
  --only PARTS       of http, queues, schedules, events, separated by commas;
                     default: what stands in app.arc below @serve, or http
  --stack NAME       takes names and variables from a deployed stack: PlugboardProduction
  --proxies NUMBER   proxies in front of it, whose x-forwarded-for is believed; default 0
  --requests NUMBER  requests at a time; more are answered 503; default 500
  --batches NUMBER   batches of one queue at a time; default 5
  --poll SECONDS     that SQS waits for a message, 1 to 20; the end of the server waits as long;
                     default 10
  --linger SECONDS   after SIGTERM, in which requests are taken, while /_plugboard/ready says no;
                     default 0
  --grace SECONDS    for work under way, after SIGTERM; default 25
  --local            tries it with tables, queues and twins of an npm start that is running
  --build            builds into .plugboard/serve, and starts nothing
  --no-build         starts what has been built
  --help             prints this`

const texts = [
  'port',
  'host',
  'only',
  'stack',
  'proxies',
  'requests',
  'batches',
  'poll',
  'linger',
  'grace',
] as const

/**
 * Reads them: `--port 80`, or `SERVE_PORT=80` where a command line is hard to change.
 *
 * @throws Error in one line
 */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): ServeOptions {
  const { values } = parseArgs({
    args,
    options: Object.fromEntries(texts.map((name) => [name, { type: 'string' as const }])),
  })
  const given = Object.fromEntries(
    texts.map((name) => [name, values[name] ?? (env[`SERVE_${name.toUpperCase()}`] || undefined)]),
  ) as Partial<Record<(typeof texts)[number], string>>
  const { only, stack } = given

  return {
    port: toNumber('port', given.port ?? env['PORT'] ?? '3000', { least: 0, most: 65_535 }),
    host: given.host ?? '0.0.0.0',
    ...(only !== undefined && { only: toParts(only.split(','), '--only') }),
    ...(stack !== undefined && { stack }),
    proxies: toNumber('proxies', given.proxies ?? '0', { least: 0, most: 10 }),
    requests: toNumber('requests', given.requests ?? '500', { least: 1, most: 100_000 }),
    batches: toNumber('batches', given.batches ?? '5', { least: 1, most: 1000 }),
    poll: toNumber('poll', given.poll ?? '10', { least: 1, most: 20 }),
    linger: toNumber('linger', given.linger ?? '0', { least: 0, most: 900 }),
    grace: toNumber('grace', given.grace ?? '25', { least: 0, most: 900 }),
  }
}

function toNumber(name: string, text: string, { least, most }: { least: number; most: number }) {
  const number = Number(text)
  if (text !== '' && Number.isInteger(number) && number >= least && number <= most) return number
  throw new Error(`--${name} is "${text}": give a whole number from ${least} to ${most}.`)
}
