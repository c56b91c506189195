import { readFile } from 'node:fs/promises'
import { audit, shoot } from './browser.ts'
import { hasSession, inHeader, keptKeys, pick, signIn, signUp } from './sign-in.ts'
import { endStories, story } from './story.ts'

story(
  'a visitor signs up, comes back to the page left, and has an account',
  async (t, visit, issuer) => {
    const { page, problems } = await visit()
    await page.goto('/')
    await page.locator('main a[href^="/articles/"]').first().click()
    await page.waitForURL(/\/articles\//)
    const left = page.url()

    await page.locator(inHeader).click()
    await page.waitForURL(`${issuer}u/login*`)
    const email = `ada${Date.now()}@example.com`
    await signUp(page, email)
    await page.waitForURL(left)
    const name = page.locator(inHeader, { hasText: email })
    await name.waitFor()
    await shoot(page, 'auth-1-signed-up')
    t.pass('the header shows the name on the page that was left')

    await page.reload()
    t.equal(await page.locator(inHeader).textContent(), email, 'still signed in after a reload')

    const documents: string[] = []
    page.on('request', (it) => it.isNavigationRequest() && documents.push(it.url()))
    await page.context().clearCookies({ name: /session$/ })
    await page.goto('/account')
    await page.getByRole('heading', { name: 'Your account', exact: true }).waitFor()
    t.ok(await hasSession(page.context()), 'the refresh token brings the session back')
    t.notOk(
      documents.some((url) => url.startsWith(issuer)),
      'without a login page',
    )

    await page.getByLabel('Name').fill('Ada Browser')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    t.equal(
      await page.locator(inHeader).textContent(),
      'Ada Browser',
      'the header has the new name',
    )

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ])
    const exported = await readFile(await download.path(), 'utf8')
    t.match(download.suggestedFilename(), /^account-.*\.json$/)
    t.ok(
      exported.includes('Ada Browser') && exported.includes(email),
      'the file has name and address',
    )

    await page.getByLabel('Delete my account').check()
    await page.getByRole('button', { name: 'Delete the account' }).click()
    await page.getByRole('heading', { name: 'Your account is deleted' }).waitFor()
    await shoot(page, 'auth-2-deleted')
    t.equal(await page.locator(inHeader).textContent(), 'Sign in')
    t.deepEqual(await keptKeys(page), [], 'nothing of it is kept in this browser')
    t.deepEqual(await audit(page), [], 'axe finds nothing')
    t.deepEqual(problems, [])
  },
)

story('a reader cannot open the editor', async (t, visit) => {
  const { page } = await visit({ device: 'phone' })
  await page.goto('/write')
  await pick(page, 'reader')
  await shoot(page, 'auth-4-not-allowed')

  t.equal(new URL(page.url()).pathname, '/write')
  t.match((await page.locator('main').textContent()) ?? '', /articles:write/)
  t.notOk(await page.getByRole('link', { name: 'Write', exact: true }).isVisible())
  t.deepEqual(await audit(page), [], 'axe finds nothing')
})

story('a writer finds the editor in the menu, and publishes', async (t, visit) => {
  const { page, problems } = await visit()
  await page.goto('/')
  t.notOk(await page.getByRole('link', { name: 'Write', exact: true }).isVisible())
  await signIn(page, 'writer')

  await page.getByRole('link', { name: 'Write', exact: true }).click()
  const title = `Signed, with a name ${Date.now() % 10_000}`
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Summary').fill('An article by somebody who signed in.')
  await page.getByLabel('Tags').fill('testing')
  await page.getByLabel('Text').fill('Written by **somebody**.')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.waitForURL(/\/articles\//)

  t.equal(await page.getByRole('heading', { level: 1 }).textContent(), title)
  t.deepEqual(problems, [])
})

endStories()
