import type { Page } from 'playwright-core'
import type { Test } from 'tape'
import { audit, overflows, shoot } from './browser.ts'
import { hasSession, inHeader, pick } from './sign-in.ts'
import { endStories, story } from './story.ts'

const looks = [
  ['phone', 'light'],
  ['phone', 'dark'],
  ['desktop', 'light'],
  ['desktop', 'dark'],
] as const

story('whoever cancels is told so, and can try again', async (t, visit) => {
  for (const [device, scheme] of looks) {
    const { page, problems } = await visit({ device, scheme })
    await page.goto('/membership')
    await page.locator(inHeader).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('heading', { name: 'You are not signed in' }).waitFor()
    await look(t, page, `auth-cancelled-${device}-${scheme}`)

    await page.getByRole('link', { name: 'Try again' }).click()
    await pick(page, 'reader')
    t.equal(new URL(page.url()).pathname, '/membership', 'the way back is not lost')
    t.deepEqual(problems, [])
  }
})

story('what else goes wrong is explained', async (t, visit, issuer) => {
  const { page } = await visit()
  const says = (title: string) => page.getByRole('heading', { name: title }).waitFor()

  await page.goto('/signed-in?code=none&state=none')
  await says('This sign-in is not known here')
  t.pass('a sign-in that was begun elsewhere')

  await page.route(`${issuer}**`, (route) => route.abort())
  await page.goto('/sign-in')
  await says('The sign-in provider does not answer')
  await page.unroute(`${issuer}**`)
  t.pass('a provider that does not answer')

  await page.goto('/sign-in')
  await page.getByText('Let it go wrong').click()
  await page.getByRole('button', { name: /The user is blocked/ }).click()
  await says('You cannot sign in')
  t.pass('somebody who is blocked')

  await page.clock.setFixedTime(Date.now() + 366 * 24 * 60 * 60 * 1000)
  await page.goto('/sign-in')
  await page.locator('button[name="person"]').first().click()
  await says('The clock of this device is wrong')
  await shoot(page, 'auth-5-clock')
  t.notOk(await hasSession(page.context()), 'a clock that is a year ahead')
})

story('the account looks right, on phone and desktop, in light and dark', async (t, visit) => {
  for (const [device, scheme] of looks) {
    const { page, problems } = await visit({ device, scheme })
    await page.goto('/account')
    await pick(page, 'editor')
    await look(t, page, `auth-account-${device}-${scheme}`)
    t.deepEqual(problems, [])
  }
})

story('without JavaScript the sign-in says what it needs', async (t, visit) => {
  const { page } = await visit({ javaScript: false, device: 'phone' })
  await page.goto('/')
  await page.locator('.site-account a').click()
  await shoot(page, 'auth-6-no-javascript')

  t.equal(new URL(page.url()).pathname, '/sign-in')
  const notice = page.locator('noscript .notice')
  t.ok(await notice.isVisible())
  t.match((await notice.textContent()) ?? '', /needs JavaScript/)
  t.notOk(await page.getByText('One moment').isVisible())
})

endStories()

async function look(t: Test, page: Page, name: string) {
  await shoot(page, name)
  t.deepEqual(await audit(page), [], `${name}: axe finds nothing`)
  t.equal(await overflows(page), false, `${name}: nobody scrolls sideways`)
}
