/**
 * Warm functions: all contenders of a job are up at once and run in turn.
 *
 * @module
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Milliseconds that a round is to take. */
const length = 120
const most = 3000

/**
 * Measures some contenders of one job; µs per invocation, one entry for each round.
 *
 * @returns {Promise<Map<object, { cpu: number[], p50: number[], p99: number[] }>>}
 */
export async function measureWarm({ job, contenders, rounds, env }) {
  const running = await Promise.all(contenders.map((it) => start(it, { job, env })))
  try {
    for (const it of running) await warmUp(it)
    for (let round = 0; round < rounds; round++) {
      for (const it of running) {
        const { cpu, p50, p99 } = await it.run(it.count)
        it.times.cpu.push(cpu)
        it.times.p50.push(p50)
        it.times.p99.push(p99)
      }
    }
    return new Map(running.map(({ contender, times }) => [contender, times]))
  } finally {
    for (const { child } of running) child.kill('SIGKILL')
  }
}

async function start(contender, { job, env }) {
  const child = fork(join(import.meta.dirname, 'process.mjs'), [contender.folder], {
    cwd: contender.folder,
    env,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const event = JSON.stringify(job.event)
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${contender.name}: the process ended.`)
  })
  ended.catch(() => {})

  async function run(count) {
    child.send({ event, count })
    const [answer] = await Promise.race([once(child, 'message'), ended])
    if (answer.error) throw new Error(`${contender.name}: ${answer.error}`)
    if (!job.isRight(answer.result)) throw new Error(`${contender.name} has another answer.`)
    return answer
  }
  return { contender, child, run, count: 0, times: { cpu: [], p50: [], p99: [] } }
}

// Until V8 has compiled what is hot, and what is loaded late has been.
async function warmUp(it) {
  const deadline = performance.now() + 1500
  let last = await it.run(50)
  for (let turn = 0; turn < 4 || performance.now() < deadline; turn++) {
    if (turn > 20) break
    last = await it.run(toCount(last.cpu))
  }
  it.count = toCount(last.p50)
}

function toCount(micros) {
  return Math.max(50, Math.min(most, Math.round((length * 1000) / micros)))
}
