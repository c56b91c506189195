import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'vitest'
import { audit, hasBrowser, overflows, shoot } from '../../../test/browser/browser.ts'
import { withOwnPage } from '../../../test/browser/own-page.ts'

describe.skipIf(!hasBrowser)('the editor, in a browser', () => {
  it('is worked with keys and a mouse, saves by itself, and exports', async () => {
    await withOwnPage(
      async ({ page, problems, BASE_URL }) => {
        const idea = (title: string) => page.getByRole('treeitem', { name: title, exact: true })
        const says = (text: string | RegExp) =>
          page.locator('.map-state').filter({ hasText: text }).waitFor()
        const press = async (...keys: string[]) => {
          for (const key of keys) await page.keyboard.press(key)
        }
        const write = async (key: string, title: string) => {
          await press(key)
          await page.keyboard.type(title)
          await press('Enter')
        }

        // A stranger begins, and signs in to keep it.
        await page.goto(BASE_URL)
        await says(/Kept in this browser only/)
        await shoot(page, 'map-stranger')
        await page.locator('svg[role="tree"]').focus()
        await press('ArrowRight')
        await write('Insert', 'Neighbours')
        await page.waitForFunction(() => localStorage.getItem('mind-map-draft')?.includes('Neigh'))
        await page.getByRole('link', { name: 'Sign in to save' }).click()
        await page.locator('button[name="person"]', { hasText: 'reader ·' }).click()
        await says('Saved')
        await idea('Neighbours').waitFor()

        // Keys: add, edit, fold, move, undo.
        await idea('Costs').click()
        await write('Enter', 'Fun')
        await write('Shift+Enter', 'Cake')
        await write(' ', 'Ice cream')
        await press('ArrowLeft', '/')
        assert.equal(await idea('Fun 1').getAttribute('aria-expanded'), 'false')
        await press('/')
        await press('Alt+ArrowUp')
        await press('Delete')
        assert.equal(await idea('Fun').count(), 0)
        await press('Control+z')
        await idea('Ice cream').waitFor()

        // A mouse: dragged onto another, and folded at its dot.
        await idea('Ice cream').dragTo(idea('For whom'))
        await idea('Ice cream').and(page.locator('[aria-level="3"]')).waitFor()
        await idea('First step').locator('.fold').click()
        assert.equal(await idea('Ask five people').count(), 0)
        await idea('Money').dblclick()
        await page.keyboard.type('Gold')
        await press('Enter')
        await says('Saved')
        await shoot(page, 'map')
        assert.deepEqual(await audit(page), [])

        // What was saved is there again.
        await page.reload()
        await idea('Gold').waitFor()
        assert.equal(await idea('Ask five people').count(), 0)
        assert.equal(await idea('First step 2').getAttribute('aria-expanded'), 'false')

        const download = page.waitForEvent('download')
        await page.getByText('Export', { exact: true }).click()
        await page.getByRole('button', { name: 'Outline' }).click()
        const outline = readFileSync(await (await download).path(), 'utf8')
        assert.match(outline, /^# What shall we make\?\n/)
        assert.match(outline, /- For whom\n(?: {2}.*\n)* {2}- Ice cream\n/)

        // Another map, and the list of all.
        await page.getByRole('button', { name: 'My map' }).click()
        await page.getByRole('dialog').getByRole('button', { name: 'My map' }).waitFor()
        assert.deepEqual(await audit(page), [])
        await shoot(page, 'maps')
        await page.getByLabel('A new map').fill('Büro')
        await press('Enter')
        await idea('Büro').waitFor()
        await says('Saved')

        await page.emulateMedia({ colorScheme: 'dark' })
        await page.goto(`${BASE_URL}/#My%20map`)
        await idea('Gold').waitFor()
        await shoot(page, 'map-dark')
        assert.deepEqual(await audit(page), [])
        await page.setViewportSize({ width: 390, height: 844 })
        await page.reload()
        await says('Saved')
        await shoot(page, 'map-phone')
        assert.equal(await overflows(page), false)
        // What storage has not yet is answered 404, and the browser tells of that.
        assert.deepEqual(
          problems.filter((it) => !it.includes('Failed to load resource')),
          [],
        )
      },
      { seconds: 60 },
    )
  }, 240_000)
})
