import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { audit, hasBrowser, overflows, shoot } from '../../../test/browser/browser.ts'
import { withOwnPage } from '../../../test/browser/own-page.ts'
import { drawSamples } from './samples.ts'

describe.skipIf(!hasBrowser)('the page, in a browser', () => {
  it('shows the sizes of what was dropped, and says what is wrong with the rest', async () => {
    const names = ['photo5.jpg', 'turned6.jpg', 'alpha.png', 'cut.jpg', 'bomb.png', 'empty.jpg']
    const samples = await drawSamples()
    const files = names.map((name) => {
      const { type, bytes } = samples.find((it) => it.name === name)!
      return { name, mimeType: type, buffer: bytes }
    })
    await withOwnPage(
      async ({ page, problems, BASE_URL }) => {
        await page.goto(BASE_URL)
        await shoot(page, 'stranger')
        await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
        await page.locator('button[name="person"]', { hasText: 'reader ·' }).click()
        await page.locator('file-upload input').setInputFiles(files)
        await page.locator('.pictures .done').nth(2).waitFor({ timeout: 90_000 })
        await page.locator('.pictures .failed').nth(1).waitFor({ timeout: 90_000 })

        const cards = page.locator('.pictures > li')
        assert.equal(await cards.count(), 5)
        assert.match(await cards.filter({ hasText: 'bomb.png' }).innerText(), /50000 × 50000/)
        assert.match(
          await page.locator('file-upload li.failed').innerText(),
          /empty\.jpg\s+The file is empty/,
        )
        // What is there is shown below, so it leaves the list of what is sent.
        assert.equal(await page.locator('file-upload li').count(), 1)
        const broken = await cards.filter({ hasText: 'cut.jpg' }).innerText()
        assert.match(broken, /It seems to be damaged: premature end/)
        const small = cards.filter({ hasText: 'turned6.jpg' }).locator('img')
        await small.evaluate((it: HTMLImageElement) => it.decode())
        const sides = await small.evaluate((it: HTMLImageElement) => [
          it.naturalWidth,
          it.naturalHeight,
        ])
        assert.deepEqual(sides, [160, 240])
        assert.equal(await overflows(page), false)
        await shoot(page, 'phone')

        await page.setViewportSize({ width: 1280, height: 900 })
        await shoot(page, 'desktop')
        await page.emulateMedia({ colorScheme: 'dark' })
        await shoot(page, 'dark')
        assert.deepEqual(await audit(page), [])

        await page.reload()
        await cards.nth(4).waitFor()
        await page.getByRole('button', { name: 'Remove cut.jpg' }).click()
        await cards.nth(4).waitFor({ state: 'detached' })
        assert.deepEqual(problems, [])
      },
      { device: 'phone', seconds: 90 },
    )
  }, 240_000)
})
