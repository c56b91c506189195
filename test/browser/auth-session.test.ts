import { baseUrl, eventually, shoot } from './browser.ts'
import { expireSession, hasSession, inHeader, keptKeys, signIn } from './sign-in.ts'
import { endStories, story } from './story.ts'

story('a session that ran out is renewed on the page that somebody comes to', async (t, visit) => {
  const { page, problems } = await visit()
  await page.goto('/')
  await signIn(page, 'member')
  const tabs = [page, await page.context().newPage(), await page.context().newPage()]

  const answers: number[] = []
  page.context().on('response', (response) => {
    if (response.url().endsWith('/auth/session')) answers.push(response.status())
  })

  for (const round of [1, 2, 3]) {
    await expireSession(page)
    // All at once: each refresh token is good for one exchange, so one tab renews for all.
    await Promise.all(tabs.map((tab) => tab.goto('/', { waitUntil: 'networkidle' })))
    t.ok(await eventually(() => hasSession(page.context())), `three tabs, round ${round}`)
    // The first has it; the others wait for their turn, and find that it is done.
    await eventually(() => page.evaluate(hasNoLock))
  }
  t.deepEqual(answers, [204, 204, 204], 'one tab has renewed each time')
  t.deepEqual(problems, [])
})

story(
  'a page that had more to show is loaded again once the session is renewed',
  async (t, visit) => {
    const path = await findReserved()
    if (!path) return t.skip('no article is for some alone')
    const { page, problems } = await visit()
    await page.goto('/')
    await signIn(page, 'writer')
    await expireSession(page)

    await page.goto(path)
    await page.locator('[data-auth="reserved"]').waitFor({ state: 'detached' })

    t.ok(await page.getByRole('heading', { level: 1 }).isVisible(), 'the whole article is there')
    t.deepEqual(problems, [])
  },
)

story('a session that cannot be renewed is over', async (t, visit) => {
  const { page } = await visit()
  await page.goto('/')
  await signIn(page, 'reader')
  await expireSession(page)
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith('@@auth0spajs@@')) localStorage.removeItem(key)
    }
  })

  await page.reload()
  await page.locator(inHeader, { hasText: 'Sign in' }).waitFor()

  t.deepEqual(await page.context().cookies(baseUrl).then(personal), [], 'no cookie is left')
  t.deepEqual(await keptKeys(page), [])
})

story('somebody signs out', async (t, visit) => {
  const { page, problems } = await visit({ device: 'phone' })
  await page.goto('/')
  await signIn(page, 'reader')
  const other = await page.context().newPage()
  await other.goto('/')
  await page.locator(inHeader).press('Enter')

  await page.getByRole('button', { name: 'Sign out', exact: true }).press('Enter')
  await page.waitForURL(`${baseUrl}/`)
  await page.locator(inHeader, { hasText: 'Sign in' }).waitFor()

  t.notOk(await hasSession(page.context()))
  t.deepEqual(await keptKeys(page), [])
  await other.locator(inHeader, { hasText: 'Sign in' }).waitFor()
  t.pass('another tab sees it too')
  await page.locator(inHeader).click()
  await page.locator('button[name="person"]').first().waitFor()
  t.pass('the login page asks again')
  t.deepEqual(problems, [])
})

story('somebody signs out on every device', async (t, visit, issuer) => {
  const [here, there] = [await visit(), await visit({ device: 'phone' })]
  for (const { page } of [here, there]) {
    await page.goto('/')
    await signIn(page, 'administrator')
  }
  await here.page.goto('/account')

  await here.page.getByRole('button', { name: 'Sign out on every device' }).click()
  await here.page.getByRole('heading', { name: 'You are signed out everywhere' }).waitFor()
  await shoot(here.page, 'auth-3-signed-out-everywhere')

  t.equal(await here.page.locator(inHeader).textContent(), 'Sign in')
  // Functions that had looked at the account notice within ten seconds.
  const left = () => there.page.url().startsWith(issuer)
  for (let attempt = 0; attempt < 15 && !left(); attempt++) {
    await there.page.goto('/account')
    await there.page.waitForURL(/\/u\/login/, { timeout: 3000 }).catch(() => {})
  }
  t.ok(left(), 'the other browser has to sign in again')
  await there.page.goto('/')
  t.equal(await there.page.locator(inHeader).textContent(), 'Sign in')
})

endStories()

/** In the page: whether no tab of this site holds a lock, or waits for one. */
async function hasNoLock(): Promise<boolean> {
  const { held = [], pending = [] } = await navigator.locks.query()
  return held.length + pending.length === 0
}

/** The path of an article of which strangers read the beginning. */
async function findReserved(): Promise<string | undefined> {
  const sitemap = await (await fetch(`${baseUrl}/sitemap.xml`)).text()
  for (const [path] of sitemap.matchAll(/\/articles\/[a-z0-9-]+/g)) {
    const page = await (await fetch(baseUrl + path)).text()
    if (page.includes('data-auth="reserved"')) return path
  }
  return undefined
}

function personal(cookies: { name: string }[]): string[] {
  return cookies.map(({ name }) => name).filter((name) => /^(person|session)$/.test(name))
}
