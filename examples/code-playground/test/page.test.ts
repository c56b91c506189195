import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { withOwnApp } from '../../../framework/cli/own-app.ts'
import { audit, hasBrowser, launch, open, overflows, shoot } from '../../../test/browser/browser.ts'
import { addLanguage } from './add-language.ts'
import { ask } from './traffic.ts'

describe('the playground with one more language', () => {
  it('has it by one folder and one line, at the door and on the page', async () => {
    const { cwd, remove } = addLanguage()
    const run = async ({ BASE_URL }: { BASE_URL: string }) => {
      const right = await ask(BASE_URL, { lang: 'shout', source: 'hello', mark: '<h1>HELLO</h1>' })
      const wrong = await ask(BASE_URL, { lang: 'shout', source: 'hello\npsst' })
      assert.deepEqual([right.wrong, wrong.wrong], [undefined, undefined])
      if (hasBrowser) await look(BASE_URL)
      return 0
    }
    const told = async (addresses: { BASE_URL: string }) =>
      run(addresses).catch((error: Error) => {
        console.log(error.stack)
        return 1
      })

    const code = await withOwnApp(told, { cwd })

    remove()
    assert.equal(code, 0)
  }, 300_000)
})

async function look(baseUrl: string): Promise<void> {
  const browser = await launch()
  try {
    const { page, problems } = await open(browser)
    page.setDefaultTimeout(60_000)
    await page.goto(baseUrl)
    const preview = page.frameLocator('iframe')
    const [markup, style, script] = ['markup', 'style', 'script'].map((name) =>
      page.getByRole('textbox', { name }),
    )

    // What is there at first: Pug, SCSS and TSX together.
    await preview.getByText('7 waves, made by a loop in Pug').waitFor()
    await shoot(page, 'first')

    // Typing: the preview follows.
    await markup!.fill('')
    await markup!.pressSequentially('h1 Hello\np#count')
    await preview.getByRole('heading', { name: 'Hello' }).waitFor()
    await style!.fill('h1 { color: rgb(1 2 2 + 1); }')
    await page.waitForFunction(() => !document.querySelector('[aria-invalid=true]'))
    await script!.fill('document.body.append(<i title="made">{1 + 1 as number}</i>)')
    await preview.getByTitle('made').waitFor()
    const color = () => preview.locator('h1').evaluate((it) => getComputedStyle(it).color)
    assert.equal(await color(), 'rgb(1, 2, 3)')

    // A mistake is told at its place; the preview stays as it was.
    await style!.fill('h1 {\n  color: $none;\n}')
    await page.getByText('Line 2, column 10: Undefined variable.').waitFor()
    assert.equal(await style!.evaluate((it) => it.style.getPropertyValue('--line')), '2')
    await shoot(page, 'mistake')
    await style!.fill('h1 { color: green }')
    await page.getByText('Undefined variable.').waitFor({ state: 'detached' })

    // A mistake of the running script, and what it may not do.
    await script!.fill('document.cookie')
    await page.getByText(/SecurityError|sandboxed/).waitFor()
    await script!.fill(`fetch('${baseUrl}/pens').catch(() => document.body.append('no network'))`)
    await preview.getByText('no network').waitFor()
    await script!.fill('parent.document.title = "mine"')
    await page.getByText(/Blocked a frame|cross-origin/).waitFor()

    // The language that was added.
    await page.getByLabel('Language of the markup').selectOption('shout')
    await markup!.fill('hello')
    await preview.getByRole('heading', { name: 'HELLO' }).waitFor()
    await script!.fill('document.body.append("shared")')
    await preview.getByText('shared').waitFor()

    // Shared: whoever follows the link sees the same.
    await page.getByRole('button', { name: 'Share' }).click()
    await page.waitForURL(/\/pens\/[\w-]{22}$/)
    await page.reload()
    await preview.getByRole('heading', { name: 'HELLO' }).waitFor()
    assert.equal(await markup!.inputValue(), 'hello')

    await page.emulateMedia({ colorScheme: 'dark' })
    await shoot(page, 'dark')
    assert.deepEqual(await audit(page), [])
    await page.setViewportSize({ width: 390, height: 844 })
    assert.equal(await overflows(page), false)
    await shoot(page, 'phone')
    assert.deepEqual(await audit(page), [])
    // A 422 is how the server says that a source has a mistake; the rest is what scripts were refused.
    const expected =
      /422|cookie|Content Security Policy|Refused to connect|Blocked a frame|cross-origin/
    assert.deepEqual(
      problems.filter((it) => !expected.test(it)),
      [],
    )
  } finally {
    await browser.close()
  }
}
