import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { audit, hasBrowser, overflows, shoot } from '../../../test/browser/browser.ts'
import { withOwnPage } from '../../../test/browser/own-page.ts'
import { drawPhoto } from './photos.ts'

describe.skipIf(!hasBrowser)('the page, in a browser', () => {
  it('shows what is made of pictures, and makes them anew by another profile', async () => {
    const taken = { takenAt: '2026:05:17 14:03:22' }
    const photos = await Promise.all([
      drawPhoto(1, { width: 1500, height: 1000, ...taken }),
      drawPhoto(4, { width: 1000, height: 1400 }),
      drawPhoto(7, { width: 1200, height: 1200 }),
    ])
    const files = photos.map((buffer, index) => {
      return { name: `photo-${index}.jpg`, mimeType: 'image/jpeg', buffer }
    })
    await withOwnPage(
      async ({ page, problems, BASE_URL }) => {
        await page.goto(BASE_URL)
        await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
        await page.locator('button[name="person"]', { hasText: 'reader ·' }).click()
        await page.locator('file-upload input').setInputFiles(files)
        await page.locator('.renditions a.done').nth(14).waitFor()
        const cards = page.locator('.pictures > li')
        assert.equal(await cards.count(), 3)
        const first = cards.filter({ hasText: 'photo-0.jpg' })
        for (const tag of ['landscape', '2026-05-17', 'Scripted 12']) {
          await first.locator('.tags').getByText(tag, { exact: true }).waitFor()
        }
        await first.locator('img').evaluate((it: HTMLImageElement) => it.decode())

        await first.getByLabel('Tags of photo-0.jpg').fill('beach, summer')
        await first.getByRole('button', { name: 'Save' }).click()
        await first.locator('.tags').getByText('beach').waitFor()
        assert.equal(await overflows(page), false)
        await shoot(page, 'phone')

        await page.locator('rendition-profile summary').click()
        const small = page.locator('rendition-profile fieldset', { hasText: 'small' })
        await small.getByLabel('Width').fill('500')
        await small.getByLabel('Watermark').fill('© Ada')
        await page.setViewportSize({ width: 1280, height: 900 })
        await shoot(page, 'desktop')
        await page.emulateMedia({ colorScheme: 'dark' })
        await shoot(page, 'dark')
        assert.deepEqual(await audit(page), [])
        await page.getByRole('button', { name: 'Save, and make what has changed' }).click()
        await page.locator('rendition-profile').getByText('All renditions are made').waitFor()

        const address = await first.getByRole('link', { name: 'small' }).getAttribute('href')
        const variant = await page.request.get(BASE_URL + address)
        assert.equal(variant.headers()['content-type'], 'image/webp')
        await cards
          .filter({ hasText: 'photo-2.jpg' })
          .getByRole('button', { name: 'Remove photo-2.jpg' })
          .click()
        await cards.nth(2).waitFor({ state: 'detached' })
        assert.deepEqual(problems, [])
      },
      { device: 'phone', seconds: 90 },
    )
  }, 240_000)
})
