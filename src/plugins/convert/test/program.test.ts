import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism, getPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { describe, it } from 'vitest'
import type { AppError } from '#framework/errors.ts'
import { textLimits } from '../converter.ts'
import { inProcess } from '../program/run.ts'
import program from 'program:./hostile-program.ts'

const isLinux = process.platform === 'linux'

/** Those of this test: a process may have others. */
const listPrograms = (parent = process.pid) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readStat(pid)[1] === String(parent))
    .filter((pid) => read(`/proc/${pid}/cmdline`).includes(program.split('/').pop()!))
    .map(Number)

describe.runIf(isLinux)('the process of a program', () => {
  const start = (limits = textLimits) => {
    const run = inProcess(program, limits)
    return async (deed: string) => (await run(Buffer.from(deed), {})).body.toString()
  }

  it('ends by itself where nobody ends it, and leaves no core', async () => {
    await start()('honest')
    const limits = read(`/proc/${listPrograms().pop()}/limits`)

    assert.match(limits, /Max cpu time +120 +120 /)
    assert.match(limits, /Max core file size +0 +0 /)
    assert.match(limits, /Max open files +64 +64 /)
  })

  it('is ended in time where others keep the machine busy', async () => {
    const run = start()
    await run('honest')
    const others = Array.from({ length: availableParallelism() + 1 }, () =>
      spawn(process.execPath, ['-e', 'for (;;);']),
    )

    const began = performance.now()
    const { code } = await run('loop').then(assert.fail, (error: AppError) => error)
    const took = performance.now() - began
    for (const other of others) other.kill('SIGKILL')

    assert.equal(code, 'CONVERT_TIME_EXCEEDED')
    assert.ok(took < 2500, `${Math.round(took)} ms`)
  })

  it('has a successor before it is ended: nobody waits for its start', async () => {
    const run = start()
    await run('honest')

    await run('loop').catch(() => {})
    const age = Number(await run('age'))

    assert.ok(age > 300, `it is ${Math.round(age)} ms old`)
  })

  it('gives way while it takes long, and no longer', async () => {
    const others = listPrograms()
    const run = start({ ...textLimits, milliseconds: 5000, wallMilliseconds: 20_000 })
    await run('honest')
    const own = listPrograms().filter((pid) => !others.includes(pid))

    const answer = run('busy')
    while (!own.some(isLow)) await pause(5)
    await answer

    assert.deepEqual(own.filter(isLow), [])
    assert.equal(own.length, 1)
    assert.ok(listPrograms().includes(own[0]!))
  })

  it('gives way while it is spare, and has practised when it is needed', async () => {
    const run = start()
    await run('count')
    const before = listPrograms()

    await run('loop').catch(() => {})
    const spare = listPrograms().filter((pid) => !before.includes(pid))
    const low = spare.filter(isLow)
    for (const pid of spare) await untilAtRest(pid)
    const count = Number(await run('count'))

    assert.equal(spare.length, 1)
    assert.deepEqual(low, spare)
    assert.equal(count, 3, 'what went well before, twice')
    assert.deepEqual(spare.filter(isLow), [])
  })

  it('does not outlive who asked, in an endless loop either', async () => {
    const { parent, programs } = await startAsking('loop')

    parent.kill('SIGKILL')
    while (programs.some((pid) => read(`/proc/${pid}/cmdline`))) await pause(25)

    assert.equal(programs.length, 1)
  })

  it('is not blamed for the time in which both were frozen, as Lambda does it', async () => {
    const { parent, programs, said } = await startAsking('wait')
    const both = [parent.pid!, ...programs]

    for (const pid of both) process.kill(pid, 'SIGSTOP')
    await pause(2500)
    for (const pid of both) process.kill(pid, 'SIGCONT')
    if (parent.exitCode === null) await once(parent, 'close')

    assert.equal(both.length, 2)
    assert.deepEqual(said, ['begun', 'waited'])
  })
})

/** A process of its own that asks a program, and has begun to. */
async function startAsking(deed: string) {
  const parent = spawn(process.execPath, [
    `${import.meta.dirname}/asking-program.ts`,
    program,
    deed,
  ])
  const said: string[] = []
  const lines = createInterface({ input: parent.stdout }).on('line', (line) => said.push(line))
  await once(lines, 'line')
  return { parent, programs: listPrograms(parent.pid), said }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // It has ended meanwhile.
    return ''
  }
}

function readStat(pid: number | string): string[] {
  return read(`/proc/${pid}/stat`).split(') ').pop()!.split(' ')
}

/** Until it has nothing to do: who waits for a processor only is not at rest. */
async function untilAtRest(pid: number): Promise<void> {
  for (let looks = 0; looks < 15; looks++) {
    if (readStat(pid)[0] !== 'S') looks = 0
    await pause(20)
  }
}

/** Behind others of its session, or with its session behind others. */
function isLow(pid: number): boolean {
  const session = / nice (\d+)$/.exec(read(`/proc/${pid}/autogroup`).trim())?.[1] ?? '0'
  return Number(readStat(pid)[16]) > getPriority() || session !== '0'
}
