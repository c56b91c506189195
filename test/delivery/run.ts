/**
 * The proof that delivery loses nothing and does nothing twice, under faults: `npm run test:delivery`.
 *
 *     node test/delivery/run.ts [--seed NUMBER] [--size NUMBER]
 *
 * So many events and so many queue messages go through the whole local cloud, which is killed three
 * times meanwhile; instances are killed, messages come twice, and one in twenty is poison.
 *
 * @module
 */
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createDice, toStart } from '../../framework/local/faults/dice.ts'
import { countOvertaken, countWaiting, readCounts, sendBatch, setEnv } from './aws.ts'
import { createCloud, until, type Letter } from './cloud.ts'
import { planMessages, toBatches, type Sent } from './messages.ts'
import { createProof, mend } from './project.ts'

const { values } = parseArgs({ options: { seed: { type: 'string' }, size: { type: 'string' } } })
const seed = Number(values.seed ?? 20_261_121)
const size = Number(values.size ?? 10_000)
const kills = 20
const groups = 40

console.log(`seed ${seed}: once more with npm run test:delivery -- --seed ${seed}`)
const began = performance.now()
const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`

const dice = createDice(toStart(seed, 'messages'))
const plan = planMessages({ events: size, messages: size, ordered: size / 5, groups }, dice)
const good = plan.filter(({ isPoison }) => !isPoison).map(({ id }) => id)
const poison = plan.filter(({ isPoison }) => isPoison).map(({ id }) => id)

const folder = createProof()
const cloud = await createCloud(folder)
setEnv(cloud.ports)
cloud.setFaults(seed, [
  { kind: 'duplicate', target: '*', probability: 0.1 },
  // Rare enough that no message is likely to be killed three times, and spread over the run.
  { kind: 'kill', target: '*', probability: (kills * 2.5) / (2 * size), times: kills },
])
let isPassed = false
try {
  isPassed = await prove()
} catch (error) {
  console.error(error, `\n… ${cloud.output().slice(-5000)}`)
} finally {
  await cloud.kill()
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = isPassed ? 0 : 1

async function prove(): Promise<boolean> {
  await cloud.start()
  console.log(`started (${seconds()})`)
  const restarts = await sendAndRestart()
  await until(
    'all messages are handled',
    async () => (await countWaiting(cloud.ports.delivery)) === 0,
  )
  console.log(`handled (${seconds()})`)

  const hits = new Map(cloud.readFaults().map(({ kind, hits }) => [kind, hits]))
  const counts = await readCounts(good)
  const letters = await cloud.listDead()
  const results = [
    tell(
      'good messages with their effect once',
      counts.filter((it) => it === 1).length,
      good.length,
    ),
    tell('good messages with an effect twice', counts.filter((it) => it > 1).length, 0),
    tell('good messages lost', counts.filter((it) => it === 0).length, 0),
    tell('poison messages set aside with their reason', countReasons(letters), poison.length),
    tell('other messages set aside', letters.length - countReasons(letters), 0),
    tell('FIFO groups out of order', await countOvertaken(listGroups()), 0),
    tell('instances killed', hits.get('kill') ?? 0, kills),
    tell('restarts after kill -9', restarts, 3),
  ]
  console.log(`   ${hits.get('duplicate')} hand-outs duplicated`)

  mend(folder)
  await cloud.prints(/rebuilt .*2 more by/)
  for (const name of ['happened', 'work', 'ordered']) await cloud.redrive(name)
  await until('all is redriven', async () => (await countWaiting(cloud.ports.delivery)) === 0)
  const mended = await readCounts(poison)
  results.push(
    tell(
      'poison messages with their effect once, mended',
      mended.filter((it) => it === 1).length,
      poison.length,
    ),
    tell('messages still set aside', (await cloud.listDead()).length, 0),
  )
  console.log(`${results.every(Boolean) ? 'passed' : 'failed'} in ${seconds()}, seed ${seed}`)
  return results.every(Boolean)
}

/** Twice while messages are sent, and once when all are. */
async function sendAndRestart(): Promise<number> {
  const batches = toBatches(plan)
  const stops = [0.2 + 0.2 * dice.next(), 0.6 + 0.2 * dice.next()]
  let restarting: Promise<void> | undefined
  let restarts = 0

  async function restart(): Promise<void> {
    const waiting = await countWaiting(cloud.ports.delivery)
    await cloud.kill()
    await cloud.start()
    console.log(`killed and started again, ${waiting} on their way (${seconds()})`)
    restarts++
    restarting = undefined
  }

  /** What is cut off in the middle is sent again, under the same keys. */
  async function send(batch: readonly Sent[]): Promise<void> {
    const before = restarts
    try {
      await sendBatch(batch, cloud.ports.delivery)
    } catch (error) {
      if (!restarting && restarts === before) throw error
      await restarting
      await send(batch)
    }
  }

  for (const [index, batch] of batches.entries()) {
    if (index / batches.length >= (stops[restarts] ?? 1)) restarting ??= restart()
    await send(batch)
  }
  await restarting
  console.log(`sent (${seconds()})`)
  const left = (await countWaiting(cloud.ports.delivery)) * (0.3 + 0.4 * dice.next())
  await until('part is handled', async () => (await countWaiting(cloud.ports.delivery)) <= left)
  await restart()
  return restarts
}

function countReasons(letters: readonly Letter[]): number {
  const isPoison = new Set(poison)
  const fitting = letters.filter(({ body, reason, earlierReasons = [] }) => {
    const id = /"id":\s*"((?:happened|work|ordered)-\d+)"/.exec(unwrap(body))?.[1]
    return id && isPoison.has(id) && [reason, ...earlierReasons].includes(`Poison: ${id}`)
  })
  return fitting.length
}

// What an event's subscriber has failed at is SNS's envelope.
function unwrap(body: string): string {
  const { Message } = JSON.parse(body) as { Message?: string }
  return Message ?? body
}

function listGroups(): string[] {
  return Array.from({ length: groups }, (_, group) => `group-${group}`)
}

function tell(what: string, found: number, wanted: number): boolean {
  const isRight = found === wanted
  console.log(`${isRight ? '✔' : '✘'} ${found} ${what}${isRight ? '' : ` instead of ${wanted}`}`)
  return isRight
}
