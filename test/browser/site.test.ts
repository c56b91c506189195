import type { Browser } from 'playwright-core'
import test, { type Test } from 'tape'
import {
  audit,
  baseUrl,
  eventually,
  launch,
  open,
  overflows,
  shoot,
  type Device,
  type Scheme,
} from './browser.ts'
import { findToken } from '../people.ts'

const outbox = process.env['OUTBOX_URL']
const looks = (['phone', 'desktop'] as const).flatMap((device) =>
  (['light', 'dark'] as const).map((scheme) => ({ device, scheme })),
)

let browser: Browser
test('a browser starts', async (t) => {
  browser = await launch()
  t.ok(browser.version(), `Chromium ${browser.version()}`)
})

/** The path of the first article on the front page. */
async function findArticle(): Promise<string> {
  const page = await (await fetch(baseUrl)).text()
  const path = /href="(\/articles\/[a-z0-9-]+)"/.exec(page)?.[1]
  if (!path) throw new Error('Nothing is published: there is nothing to look at.')
  return path
}

/** A page looks right, works without errors, and axe has nothing to say about it. */
async function inspect(
  t: Test,
  path: string,
  name: string,
  look: { device: Device; scheme: Scheme; token?: string },
) {
  const { page, problems, close } = await open(browser, look)
  const title = `${name}-${look.device}-${look.scheme}`
  await page.goto(path, { waitUntil: 'networkidle' })
  await shoot(page, title)

  t.deepEqual(await audit(page), [], `${title}: axe finds nothing`)
  t.equal(await overflows(page), false, `${title}: nobody scrolls sideways`)
  t.deepEqual(problems, [], `${title}: no error in the browser`)
  await close()
}

test('every page looks right in light and dark, on phone and desktop', async (t) => {
  const article = await findArticle()
  const token = await findToken(baseUrl, 'writer')
  for (const look of looks) {
    await inspect(t, '/', 'front', look)
    await inspect(t, article, 'article', look)
    if (token) await inspect(t, '/write', 'editor', { ...look, token })
  }
  for (const device of ['small', 'wide'] as const) {
    await inspect(t, '/', 'front', { device, scheme: 'light' })
    await inspect(t, article, 'article', { device, scheme: 'light' })
    if (token) await inspect(t, '/write', 'editor', { device, scheme: 'light', token })
  }
})

test('a page that is not there says so, for people', async (t) => {
  const { page, close } = await open(browser, { device: 'desktop' })
  await page.goto('/no-such-page')
  await shoot(page, 'not-found-desktop-light')

  t.equal(await page.getByRole('heading', { level: 1 }).count(), 1)
  t.match(await page.content(), /NOT_FOUND/)
  t.deepEqual(await audit(page), [], 'axe finds nothing')
  await close()
})

test('a visitor reads an article from the front page, by keyboard', async (t) => {
  const { page, problems, close } = await open(browser)
  await page.goto('/')

  await page.keyboard.press('Tab')
  const first = await page.evaluate(() => document.activeElement?.getAttribute('href'))
  t.match(first ?? '', /^#/, 'the first stop skips to the content')
  await page.keyboard.press('Enter')

  const link = page.locator('main a[href^="/articles/"]').first()
  await link.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/articles\//)

  t.ok(await page.getByRole('heading', { level: 1 }).isVisible())
  t.deepEqual(problems, [])
  await close()
})

test('the site can be read without JavaScript', async (t) => {
  const { page, close } = await open(browser, { javaScript: false, device: 'phone' })
  await page.goto(await findArticle())

  t.ok(await page.getByRole('heading', { level: 1 }).isVisible())
  t.ok(await page.locator('article, main').first().isVisible())
  await close()
})

test('a chosen colour scheme stays', async (t) => {
  const { page, close } = await open(browser, { scheme: 'light' })
  await page.goto('/')
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const before = await background()

  await page.locator('theme-toggle button').first().click()
  const after = await background()
  await page.reload()

  t.notEqual(after, before)
  t.equal(await background(), after)
  await close()
})

test('a visitor subscribes to the newsletter and confirms by mail', async (t) => {
  if (!outbox) return t.skip('there is no outbox to look into: the service mail is not plugged in')
  const { services } = (await (await fetch(`${baseUrl}/health`)).json()) as { services: string[] }
  if (!services.includes('newsletter')) return t.skip('the newsletter is not plugged in')

  const { page, problems, close } = await open(browser, { device: 'phone' })
  await page.goto('/newsletter')
  await shoot(page, 'newsletter-1-form')
  await page.getByLabel('E-mail address').first().fill('reader@example.com')
  await page.getByRole('button', { name: 'Subscribe' }).first().click()
  await page.waitForLoadState()
  await shoot(page, 'newsletter-2-subscribed')

  const mail = await eventually(async () => {
    const mails = (await (await fetch(`${outbox}/api/mails`)).json()) as {
      to: string[]
      text: string
    }[]
    return mails.find(({ to }) => to.includes('reader@example.com'))
  })
  const link = /(https?:\/\/\S+\/newsletter\/confirm\S+)/.exec(mail.text)![1]!
  await page.goto(link)
  await shoot(page, 'newsletter-3-confirm')
  await page.locator('main').getByRole('button').first().click()
  await page.waitForLoadState()
  await shoot(page, 'newsletter-4-confirmed')

  t.match((await page.locator('main').textContent()) ?? '', /confirmed|subscribed|welcome/i)
  t.deepEqual(await audit(page), [], 'axe finds nothing')
  t.deepEqual(problems, [])

  await page.goto(outbox)
  await shoot(page, 'newsletter-5-outbox')
  await close()
})

test('a writer writes, previews and publishes', async (t) => {
  const token = await findToken(baseUrl, 'writer')
  if (!token) return t.skip('nobody can sign in here as a writer')
  const { page, problems, close } = await open(browser, { token })
  const title = `A morning with a browser ${Date.now() % 10_000}`
  await page.goto('/write')

  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Summary').fill('What a browser that nobody looks at sees in an hour.')
  await page.getByLabel('Tags').fill('testing, browsers')
  await page
    .getByLabel('Text')
    .fill('## First light\n\nThe page **opens**, and [a link](https://example.com) follows.')
  const preview = page.locator('#preview strong')
  await preview.waitFor()
  t.equal(await preview.textContent(), 'opens', 'the preview follows what is typed')
  await shoot(page, 'editor-1-preview')

  await page.getByRole('button', { name: 'Publish' }).click()
  await page.waitForURL(/\/articles\//)
  await shoot(page, 'editor-2-published')
  t.equal(await page.getByRole('heading', { level: 1 }).textContent(), title)

  const slug = new URL(page.url()).pathname
  for (const path of ['/', '/feed.xml', '/sitemap.xml']) {
    const found = await eventually(async () =>
      (await (await fetch(`${baseUrl}${path}`)).text()).includes(slug),
    )
    t.ok(found, `it is in ${path}`)
  }
  await page.goto('/')
  await shoot(page, 'editor-3-front-page')
  t.deepEqual(problems, [])
  await close()
})

test('nothing is lost when the form is not valid', async (t) => {
  const token = await findToken(baseUrl, 'writer')
  if (!token) return t.skip('nobody can sign in here as a writer')
  const { page, close } = await open(browser, { token })
  await page.goto('/write')
  await page
    .locator('form')
    .first()
    .evaluate((form) => form.setAttribute('novalidate', ''))
  await page.getByLabel('Text').fill('Something that took an hour to write.')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.waitForLoadState()
  await shoot(page, 'editor-4-problems')

  t.equal(await page.getByLabel('Text').inputValue(), 'Something that took an hour to write.')
  t.ok(await page.getByRole('alert').isVisible())
  t.deepEqual(await audit(page), [], 'axe finds nothing')
  await close()
})

test('more articles come without leaving the front page', async (t) => {
  const { page, problems, close } = await open(browser)
  await page.goto('/')
  const cards = page.locator('main a[href^="/articles/"]')
  const before = await cards.count()
  const more = page.locator('more-articles').locator('a, button').first()
  if ((await more.count()) === 0) {
    await close()
    return t.skip('there are no more articles than the front page shows')
  }

  await more.click()
  await page.waitForTimeout(1500)

  t.ok((await cards.count()) > before || page.url().includes('after='), 'there is more to read')
  t.deepEqual(problems, [])
  await close()
})

test('the browser closes', async () => {
  await browser?.close()
})
