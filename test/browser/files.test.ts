import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import test, { type Test } from 'tape'
import { findToken } from '../people.ts'
import { audit, baseUrl, launch, open, shoot, type WatchedPage } from './browser.ts'

/** One pixel, which browsers show though something follows it. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const picture = (name: string, buffer = pixel) => ({ name, mimeType: 'image/png', buffer })
const large = Buffer.concat([pixel, Buffer.alloc(17 * 1024 * 1024)])

let browser: Browser
let writer: WatchedPage | undefined

/** One step of a writer’s way to a picture. */
function step(name: string, take: (t: Test, page: Page) => Promise<unknown>) {
  test(name, async (t) => {
    const token = await findToken(baseUrl, 'writer')
    if (!token) return t.skip('nobody can sign in here as a writer')
    browser ??= await launch()
    writer ??= await open(browser, { token })
    const { page, problems } = writer
    await page.goto('/write')
    if ((await page.locator('file-upload').count()) === 0) return t.skip('nobody takes files here')
    await take(t, page)
    // What is cut off on purpose is told there too.
    const unexpected = problems.splice(0).filter((it) => !it.includes('net::ERR_'))
    t.deepEqual(unexpected, [], 'no error in the browser')
  })
}

const choose = (page: Page) => page.getByLabel('Choose a picture')
const field = (page: Page) => page.getByLabel('Picture', { exact: true })
const told = (page: Page, text: string | RegExp) =>
  page.locator('file-upload').getByText(text).first().waitFor({ timeout: 60_000 })

step('a writer chooses a picture, and readers see it', async (t, page) => {
  const title = `With a picture ${Date.now()}`
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Summary').fill('It has a picture of its own.')
  await page.getByLabel('Text').fill('Look above.')

  await choose(page).setInputFiles(picture('cover.png'))
  await told(page, /, done/)
  const address = await field(page).inputValue()
  await shoot(page, 'files-01-editor')
  t.deepEqual(await audit(page), [], 'accessible')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()

  const image = page.locator('.article-cover img')
  await image.evaluate((it: HTMLImageElement) => it.decode())
  t.match(address, /^\/files\/[\w-]{36}$/, 'its address stands in the field')
  t.equal(await image.getAttribute('src'), address)
  t.equal(await image.evaluate((it: HTMLImageElement) => it.naturalWidth), 1, 'it is shown')
  await shoot(page, 'files-02-article')

  await page.getByRole('link', { name: 'Lintel' }).first().click()
  const lead = page.locator('.lead-cover img')
  await lead.evaluate((it: HTMLImageElement) => it.decode())
  t.equal(await lead.getAttribute('src'), address, 'and on the front page')
  await shoot(page, 'files-03-front')
})

step('a file that is dropped is sent too', async (t, page) => {
  await page.locator('file-upload .drop').evaluate((drop, base64) => {
    const bytes = Uint8Array.from(atob(base64), (it) => it.charCodeAt(0))
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }))
    drop.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  }, pixel.toString('base64'))
  await told(page, /, done/)

  t.match(await field(page).inputValue(), /^\/files\//)
})

step('what cannot be taken is refused in words, before and after it is sent', async (t, page) => {
  await choose(page).setInputFiles({ ...picture('notes.txt'), mimeType: 'text/plain' })
  await told(page, 'Files of this type are not taken here.')
  await choose(page).setInputFiles(picture('empty.png', Buffer.alloc(0)))
  await told(page, 'The file is empty.')
  await choose(page).setInputFiles(picture('fake.png', Buffer.from('<svg/onload=alert(1)>')))
  await told(page, /It is said to be image\/png/)

  t.equal(await field(page).inputValue(), '')
  t.deepEqual(await audit(page), [], 'accessible')
  await shoot(page, 'files-03-refused')
})

step('a large file goes on where it broke off, from the keyboard', async (t, page) => {
  const sent: string[] = []
  let isCut = true
  await page.route(/partNumber=/, async (route) => {
    const { searchParams } = new URL(route.request().url())
    const number = searchParams.get('partNumber')!
    if (isCut && number === '2') return route.abort('connectionfailed')
    sent.push(number)
    return route.continue()
  })

  await choose(page).setInputFiles(picture('large.png', large))
  await told(page, /The connection was lost/)
  const before = [...sent].toSorted()
  isCut = false
  await page.getByRole('button', { name: 'Try again: large.png' }).focus()
  await page.keyboard.press('Enter')
  await told(page, /, done/)
  await page.unroute(/partNumber=/)

  t.deepEqual(
    [before, sent.toSorted()],
    [
      ['1', '3'],
      ['1', '2', '3'],
    ],
    'no part is sent twice',
  )
  t.match(await field(page).inputValue(), /^\/files\//)
})

step('a large file goes on after a reload, too', async (t, page) => {
  const folder = mkdtempSync(join(tmpdir(), 'plugboard-'))
  const file = join(folder, 'reloaded.png')
  writeFileSync(file, large)
  const sent: string[] = []
  let isCut = true
  await page.route(/partNumber=/, async (route) => {
    const number = new URL(route.request().url()).searchParams.get('partNumber')!
    if (isCut && number === '3') return route.abort('connectionfailed')
    sent.push(number)
    return route.continue()
  })

  await choose(page).setInputFiles(file)
  await told(page, /The connection was lost/)
  isCut = false
  await page.reload()
  await choose(page).setInputFiles(file)
  await told(page, /, done/)
  await page.unroute(/partNumber=/)
  rmSync(folder, { recursive: true })

  t.deepEqual(sent.toSorted(), ['1', '2', '3'], 'no part is sent twice')
})

step('several files are sent side by side, and one can be taken back', async (t, page) => {
  await page.locator('file-upload').evaluate((it) => it.setAttribute('multiple', ''))
  const list = page.locator('file-upload li')

  await choose(page).setInputFiles([
    picture('one.png'),
    picture('two.png', Buffer.from('no picture')),
    picture('three.png'),
  ])
  await list
    .filter({ hasText: 'one.png' })
    .getByText(/, done/)
    .waitFor()
  await list
    .filter({ hasText: 'three.png' })
    .getByText(/, done/)
    .waitFor()
  await page.getByRole('button', { name: 'Leave out: two.png' }).click()

  t.equal(await list.count(), 2)
  t.match(await page.locator('file-upload [role="status"]').innerText(), /two.png was left out/)
  t.deepEqual(await audit(page), [], 'accessible')
})

test('the browser closes', async () => {
  await writer?.close()
  await browser?.close()
})
