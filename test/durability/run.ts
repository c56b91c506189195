/**
 * The proof that what the local cloud has acknowledged is there after `kill -9`:
 * `npm run test:durability`.
 *
 *     node test/durability/run.ts [--seed NUMBER] [--kills NUMBER]
 *
 * Again and again it is written to, killed at some moment with all its processes, started, and asked
 * for everything that it had acknowledged.
 *
 * @module
 */
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createDice, toStart } from '../../framework/local/faults/dice.ts'
import { createCloud } from '../delivery/cloud.ts'
import { createProof } from './project.ts'
import { createTally } from './tally.ts'
import { createTimeWriter } from './time.ts'
import { countHalves, createWriters, type Writer } from './writers.ts'

const { values } = parseArgs({ options: { seed: { type: 'string' }, kills: { type: 'string' } } })
const seed = Number(values.seed ?? 20_261_121)
const kills = Number(values.kills ?? 50)
console.log(`seed ${seed}: once more with npm run test:durability -- --seed ${seed}`)

/** Writes of each kind at once. */
const lanes = 2
/** In one round of so many it is the clock that is moved. */
const timeRound = 5

const began = performance.now()
const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`
const dice = createDice(toStart(seed, 'durability'))
const folder = await createProof()
const cloud = await createCloud(folder)
const writers = createWriters(cloud.ports)
const time = createTimeWriter(cloud.ports)
const tally = createTally([...writers, time])

let isPassed = false
try {
  isPassed = await prove()
} catch (error) {
  console.error(error, `\n… ${cloud.output().slice(-5000)}`)
} finally {
  await cloud.kill()
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${isPassed ? 'passed' : 'failed'} in ${seconds()}, seed ${seed}`)
process.exitCode = isPassed ? 0 : 1

async function prove(): Promise<boolean> {
  await start()
  for (let round = 1; round <= kills; round++) {
    const kinds = round % timeRound === 0 ? [time, writers[0]!] : writers
    await writeUntilKilled(round, kinds)
    await start()
    await tally.look()
    if (round % 10 === 0) console.log(`killed ${round} times (${seconds()})`)
  }
  await tally.lookForLate({ seconds: 60 })
  const isAllThere = tally.tell()
  const halves = await countHalves(cloud.ports)
  console.log(`${halves === 0 ? '✔' : '✘'} ${halves} transactions done by half`)
  return isAllThere && halves === 0
}

async function start(): Promise<void> {
  await cloud.start()
  for (const { begin } of writers) await begin?.()
}

/** Kills it when every kind is under way, after some number of writes, in the middle of others. */
async function writeUntilKilled(round: number, kinds: readonly Writer[]): Promise<void> {
  const wanted = 1 + Math.floor(dice.next() * 60)
  const moment = dice.next() * 15
  const reached = Promise.withResolvers<void>()
  const begun = new Set<Writer>()
  const state = { count: 0, isOver: false }

  async function writeOn(kind: Writer, name: string): Promise<void> {
    for (let index = 0; !state.isOver; index++) {
      const id = `${name}-${index}`
      try {
        await kind.write(id)
      } catch (error) {
        if (state.isOver) return
        throw error
      }
      tally.note(kind, id)
      begun.add(kind)
      if (begun.size === kinds.length && ++state.count >= wanted) reached.resolve()
    }
  }
  const writing = Promise.all(
    kinds.flatMap((kind, place) =>
      Array.from({ length: kind === time ? 1 : lanes }, (_, lane) =>
        writeOn(kind, `${round}-${place}-${lane}`),
      ),
    ),
  )

  await Promise.race([reached.promise, writing])
  await new Promise((resolve) => setTimeout(resolve, moment))
  state.isOver = true
  await cloud.kill()
  await writing
}
