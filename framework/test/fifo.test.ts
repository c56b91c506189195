import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { afterEach, describe, it } from 'vitest'
import { readInventory } from '../local/preflight/inventory.ts'
import { listLambdas, listQueues } from '../manifest.ts'
import { createProject } from './scratch-project.ts'

describe('a queue', () => {
  const folders: string[] = []
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  })

  async function read(queues: string, aws = '') {
    const plugins = '@plugins\nplugboard\n  src framework/plugin.ts\n\n@http\nget /\n'
    const folder = createProject({
      'app.arc': `@app\nsmall\n\n@aws\nruntime typescript\n${aws}\n\n${plugins}\n@queues\n${queues}\n`,
    })
    folders.push(folder)
    const { inv } = (await readInventory(folder)).inventory!
    const env = inv._project.env.local!['testing']!
    return {
      inv,
      names: [env['QUEUE_WORK'], env['QUEUE_LEDGER']].map((it) => it?.split('/').at(-1)),
    }
  }

  it('is standard in the local cloud, too, unless FIFO is asked for', async () => {
    const { inv, names } = await read('work\nledger\n  fifo true')

    assert.deepEqual(names, ['work', 'ledger.fifo'])
    for (const queues of [listQueues(inv), listLambdas(inv).slice(-2)]) {
      assert.deepEqual(
        queues.map(({ name, fifo }) => [name, fifo]),
        [
          ['work', false],
          ['ledger', true],
        ],
      )
    }
  })

  it('is FIFO where all are, unless it refuses', async () => {
    const { inv, names } = await read('work\n  fifo false\nledger', 'fifo true')

    assert.deepEqual(names, ['work', 'ledger.fifo'])
    assert.deepEqual(
      listQueues(inv).map(({ fifo }) => fifo),
      [false, true],
    )
  })
})
