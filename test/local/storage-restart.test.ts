import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { startStorage, type Storage } from '#framework/local/storage.ts'
import { signHeaders } from '#framework/test/sign-s3.ts'
import { ask } from '#framework/test/use-storage.ts'

const bucket = {
  name: 'covers',
  physicalName: 'small-staging-covers',
  cors: [],
  notify: { created: 'thumbs' },
}

describe('storage over the end of its process', () => {
  let stateDir: string
  let child: ChildProcess | undefined
  let storage: Storage | undefined
  let sent: Record<string, any>[] // eslint-disable-line typescript/no-explicit-any

  beforeEach(() => {
    stateDir = mkdtempSync(join(tmpdir(), 'plugboard-storage-'))
    sent = []
  })
  afterEach(async () => {
    child?.kill('SIGKILL')
    await storage?.stop()
    storage = undefined
    rmSync(stateDir, { recursive: true, force: true })
  })

  /** Starts a process whose queue cannot be told; answers its port. */
  async function startChild(): Promise<number> {
    const file = fileURLToPath(new URL('./storage-process.ts', import.meta.url))
    child = spawn(process.execPath, [file, stateDir, JSON.stringify(bucket)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    })
    for await (const line of createInterface(child.stdout!)) {
      if (line.startsWith('port ')) return Number(line.slice(5))
    }
    throw new Error('it ended')
  }

  async function kill(): Promise<void> {
    const ended = once(child!, 'exit')
    child!.kill('SIGKILL')
    await ended
  }

  async function startAgain(): Promise<Storage> {
    storage = await startStorage({
      port: 0,
      stateDir,
      buckets: [bucket],
      async send(_queue, body) {
        sent.push(JSON.parse(body))
        return undefined
      },
    })
    return storage
  }

  const toldKeys = () =>
    sent.flatMap(({ Records = [] }) => Records).map((record) => record.s3.object.key as string)

  it('keeps objects', async () => {
    const first = await startAgain()
    await first.put('covers', 'a/ä', Buffer.from('hello'), { contentType: 'text/plain' })
    await first.stop()

    const again = await startAgain()

    const { body, contentType, etag } = (await again.get('covers', 'a/ä'))!
    assert.deepEqual([body.toString(), contentType], ['hello', 'text/plain'])
    assert.equal(etag, createHash('md5').update('hello').digest('hex'))
  })

  it('loses nothing that was acknowledged to kill -9, tells of it, and keeps nothing by halves', async () => {
    const written = new Map<string, Set<string>>()
    const acknowledged = new Set<string>()
    for (let run = 0; run < 3; run++) {
      const port = await startChild()
      const writers = Array.from({ length: 6 }, (_, writer) => write(port, `told/${run}-${writer}`))
      await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 150))
      await kill()
      await Promise.all(writers)
    }

    async function write(port: number, prefix: string): Promise<void> {
      for (let index = 0; ; index++) {
        // The second object of each writer is written again and again.
        const key = index === 0 ? prefix : `${prefix}-again`
        const body = randomBytes(300_000 * (1 + (index % 4)))
        written.set(key, (written.get(key) ?? new Set()).add(md5(body)))
        const url = `http://127.0.0.1:${port}/${bucket.physicalName}/${key}`
        const { headers } = signHeaders({ method: 'PUT', url, payload: 'UNSIGNED-PAYLOAD' })
        try {
          assert.equal((await ask(url, { method: 'PUT', headers, body })).status, 200)
        } catch {
          return
        }
        acknowledged.add(key)
      }
    }

    const again = await startAgain()

    const { objects } = await again.list('covers')
    const there = objects.map(({ key }) => key)
    const told = new Set(toldKeys())
    assert.ok(acknowledged.size > 2)
    assert.deepEqual(
      [...acknowledged].filter((key) => !there.includes(key)),
      [],
    )
    assert.deepEqual(
      there.filter((key) => !told.has(key)),
      [],
    )
    for (const { key, etag } of objects) {
      const { body } = (await again.get('covers', key))!
      assert.equal(md5(body), etag, key)
      assert.ok(written.get(key)!.has(etag), key)
    }
    // Of writes that were cut off nothing is left.
    assert.equal(readdirSync(join(stateDir, 'storage', 'blobs')).length, objects.length)
  })
})

function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex')
}
