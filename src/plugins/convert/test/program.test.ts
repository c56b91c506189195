import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
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
  const start = () => {
    const run = inProcess(program, textLimits)
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
    const others = Array.from({ length: 6 }, () => spawn(process.execPath, ['-e', 'for (;;);']))

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
    const run = start()
    await run('honest')
    const known = listPrograms()
    const own = toNice(process.pid)

    const answer = run('busy')
    const isLow = () => listPrograms().some((pid) => toNice(pid) > own)
    while (!isLow()) await new Promise((resolve) => setTimeout(resolve, 5))
    await answer
    await run('honest')

    assert.deepEqual(
      listPrograms().filter((pid) => toNice(pid) !== own),
      [],
    )
    // Whoever may give it its priority back need not start another.
    if (process.getuid?.() === 0)
      assert.deepEqual(
        known.filter((pid) => !toNice(pid)),
        known,
      )
  })

  it('is not blamed for the time in which both were frozen, as Lambda does it', async () => {
    const parent = spawn(process.execPath, [`${import.meta.dirname}/waiting.ts`, program])
    const lines = createInterface({ input: parent.stdout })
    const said: string[] = []
    lines.on('line', (line) => said.push(line))
    await once(lines, 'line')
    const both = [parent.pid!, ...listPrograms(parent.pid)]

    for (const pid of both) process.kill(pid, 'SIGSTOP')
    await new Promise((resolve) => setTimeout(resolve, 2500))
    for (const pid of both) process.kill(pid, 'SIGCONT')
    await ended(parent)

    assert.equal(both.length, 2)
    assert.deepEqual(said, ['begun', 'waited'])
  })
})

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) await once(child, 'close')
}

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

function toNice(pid: number): number {
  return Number(readStat(pid)[16])
}
