import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'vitest'
import { useBucket } from '../../framework/test/use-bucket.ts'
import { hasBrowser } from './browser.ts'
import { useConsolePage } from './console-page.ts'

const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" onload="alert(1)">' +
  '<script>alert(2)</script><rect width="40" height="30" fill="teal"/></svg>'

describe.skipIf(!hasBrowser)('storage on the page of the console', () => {
  const { storage, keys, put } = useBucket('covers')
  const { page, go, reads, press } = useConsolePage(() => ({ storage: storage() }))

  const link = (name: string) => page().getByRole('link', { name, exact: true })
  const upload = (name: string, content: string) =>
    page()
      .getByLabel(/^Upload to/)
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) })

  /** Files of some names and sizes, from the developer's machine. */
  async function drop(files: [name: string, size: number][]): Promise<void> {
    const dataTransfer = await page().evaluateHandle((given) => {
      const transfer = new DataTransfer()
      for (const [name, size] of given) {
        transfer.items.add(new File([new Uint8Array(size)], name, { type: 'text/plain' }))
      }
      return transfer
    }, files)
    await page().dispatchEvent('.drop', 'drop', { dataTransfer })
  }

  it('goes from folder to folder, and back', async () => {
    await put('2026/11/sea.txt', 'sea', 'text/plain')
    await put('index.json', '{"a":1}', 'application/json')
    await go('storage')

    await page()
      .getByRole('link', { name: /^covers/ })
      .click()
    await link('2026/').click()
    await link('11/').click()
    await reads('sea.txt')
    await link('covers').click()

    await reads('index.json')
  })

  it('takes a file into the folder that is open, shows it, and deletes it', async () => {
    await put('2026/sea.txt', 'sea', 'text/plain')
    await go('storage/covers/2026%2F')
    await reads('sea.txt')

    await upload('hills.txt', 'green hills')
    await reads('1 file uploaded.')
    await press('hills.txt')
    await reads('green hills')
    assert.deepEqual(await keys(), ['2026/hills.txt', '2026/sea.txt'])

    await press('Delete')
    await press('Really delete')
    await reads('Deleted.')
    assert.deepEqual(await keys(), ['2026/sea.txt'])
  })

  it('takes files that are dropped', async () => {
    await go('storage/covers')
    await reads('Nothing is here')

    await drop([
      ['a.txt', 1],
      ['b.txt', 1],
    ])

    await reads('2 files uploaded.')
    assert.deepEqual(await keys(), ['a.txt', 'b.txt'])
  })

  it('refuses a file that is too large before it is sent', async () => {
    await go('storage/covers')
    await reads('Nothing is here')

    await drop([
      ['large.bin', 20_000_001],
      ['small.bin', 1],
    ])

    await reads('large.bin: it is larger than 20 MB.')
    assert.deepEqual(await keys(), ['small.bin'])
  })

  it('shows a picture, and lets nothing in it run', async () => {
    const dialogs: string[] = []
    page().on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    await put('drawing.svg', drawing, 'image/svg+xml')
    await go('storage/covers')

    await press('drawing.svg')

    const picture = page().getByRole('img', { name: 'What drawing.svg shows' })
    await picture.waitFor()
    const width = () => picture.evaluate((it) => (it as HTMLImageElement).naturalWidth)
    while ((await width()) === 0) await page().waitForTimeout(10)
    assert.equal(await width(), 40)
    const [download] = await Promise.all([
      page().waitForEvent('download'),
      link('Download').click(),
    ])
    assert.equal(download.suggestedFilename(), 'drawing.svg')
    assert.equal(await readFile((await download.path())!, 'utf8'), drawing)
    assert.deepEqual(dialogs, [])
  })

  it('shows the first part of a long text, and says so', async () => {
    await put('long.txt', `begin ${'x'.repeat(100_000)} end`, 'text/plain')
    await go('storage/covers')

    await press('long.txt')

    await reads('The first 64 kB are shown.')
    const text = await page().locator('dialog pre').textContent()
    assert.match(text!, /^\s*begin x+$/)
  })
})
