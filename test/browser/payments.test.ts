import type { Browser, Locator, Page } from 'playwright-core'
import test, { type Test } from 'tape'
import { findToken } from '../people.ts'
import {
  audit,
  baseUrl,
  devices,
  eventually,
  launch,
  open,
  overflows,
  shoot,
  type WatchedPage,
} from './browser.ts'
import { findTwin, signIn, signUp } from './sign-in.ts'

/** One that only members read to its end. */
const article = '/articles/write-down-why'
const forMembers = 'The rest of this article is for members.'
const email = `maya${Date.now()}@example.com`
const outbox = process.env['OUTBOX_URL']
const hosts = new Set<string>()
let browser: Browser
let reader: WatchedPage
let isBroken = false

/** One step of a reader’s way to a membership and out of it. Each stands on the one before. */
function step(name: string, take: (t: Test, page: Page) => Promise<unknown>) {
  test(name, async (t) => {
    if (!(await hasPayments())) return t.skip('nobody can pay here, or with money that is real')
    if (isBroken) return t.skip('a step before this one failed')
    browser ??= await launch()
    reader ??= await visit()
    isBroken = true
    await take(t, reader.page)
    isBroken = false
    t.deepEqual(reader.problems.splice(0), [], 'no error in the browser')
  })
}

step('a stranger reads the beginning of a members’ article', async (t, page) => {
  await page.goto(article)
  await look(t, page, 'payments-01-beginning')

  t.ok(await page.getByText(forMembers).isVisible(), 'and what the rest is for')
})

step('whoever wants to be a member signs up first, and comes back', async (t, page) => {
  await page.getByRole('link', { name: 'Become a member', exact: true }).click()
  await page.waitForURL(/\/membership$/)
  await look(t, page, 'payments-02-offer')
  await page.getByRole('button', { name: 'Become a member, monthly' }).click()
  await signUp(page, email)
  await page.waitForURL(/\/membership\?join=monthly$/)

  t.ok(await page.getByRole('button', { name: 'Become a member, monthly' }).isVisible())
})

step('a card that is declined says why, and nothing is charged', async (t, page) => {
  await page.getByRole('button', { name: 'Become a member, monthly' }).click()
  await page.waitForURL(/\/pay\//)
  await look(t, page, 'payments-03-checkout')
  await pay(page, '4000 0000 0000 9995')
  await look(t, page, 'payments-04-declined')

  t.match((await page.getByRole('alert').textContent()) ?? '', /insufficient funds/)
  await page.getByRole('link', { name: 'Back' }).click()
  await page.waitForURL(/\/membership$/)
  const buttons = await page.getByRole('button', { name: /Become a member/ }).count()
  t.equal(buttons, 2, 'they are still asked to become a member')
})

step('a bank that asks is refused, then answered, and the reader is a member', async (t, page) => {
  await page.getByRole('button', { name: 'Become a member, monthly' }).click()
  await page.waitForURL(/\/pay\//)
  await pay(page, '4000 0025 0000 3155')
  await look(t, page, 'payments-05-bank-asks')
  await page.getByRole('button', { name: 'No, refuse' }).click()
  await page.getByRole('alert').waitFor()
  t.pass('refused')

  await pay(page, '4000 0025 0000 3155')
  await page.getByRole('button', { name: 'Yes, it is me' }).click()
  await page.waitForURL(/\/payments\/return/)
  await look(t, page, 'payments-06-welcome')
  t.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Welcome, member')

  await page.goto(article)
  await look(t, page, 'payments-07-whole-article')
  t.equal(await page.getByText(forMembers).count(), 0, 'the article is there to its end')
})

step('a member gives a tip, after one that was too small', async (t, page) => {
  await page.goto('/membership')
  await look(t, page, 'payments-08-member')
  await tip(page, '1')
  await look(t, page, 'payments-09-tip-too-small')
  t.match((await page.getByRole('alert').textContent()) ?? '', /must be €2.00 to €500.00/)
  // An answer of 422 is a line in the browser's console.
  reader.problems.length = 0

  await tip(page, '7.50')
  await page.waitForURL(/\/pay\//)
  await pay(page, '4242 4242 4242 4242')
  await page.waitForURL(/\/payments\/return/)
  t.match((await page.getByRole('status').textContent()) ?? '', /€7.50 paid/)
})

step('a receipt comes by mail, once for each payment', async (t) => {
  if (!outbox) return t.skip('there is no outbox to look into')
  const subjects = await eventually(async () => {
    const mails = await listMails()
    return mails.length >= 2 && mails.map(({ subject }) => subject).toSorted()
  })

  t.deepEqual(subjects, ['Receipt for €5.00', 'Receipt for €7.50'])
})

step('invoices and receipts stand on the account’s page', async (t, page) => {
  await page.goto('/account/payments')
  await look(t, page, 'payments-10-own')
  await page.locator('.receipts a').first().click()
  await page.waitForURL(/\/invoices\//)
  await look(t, page, 'payments-11-invoice')
  t.match((await page.locator('main').textContent()) ?? '', /€5\.00/)
  await page.goto('/account/payments')
  await page.getByRole('link', { name: 'Tip of €7.50' }).click()
  await page.waitForURL(/\/receipts\//)
  await look(t, page, 'payments-12-receipt')
  t.match((await page.locator('main').textContent()) ?? '', /€7\.50/)
})

step('an editor gives a tip back', async (t, page) => {
  const editor = await visit()
  const { page: desk } = editor
  await desk.goto('/')
  await signIn(desk, 'editor')
  await desk.goto('/payments')
  await look(t, desk, 'payments-13-all')
  const row = desk.getByRole('row').filter({ hasText: email }).filter({ hasText: 'tip' })
  await row.getByRole('link', { name: /give back/ }).click()
  await desk.waitForURL(/\/payments\/pi_/)
  await look(t, desk, 'payments-14-payment')
  await desk.getByRole('button', { name: 'Refund' }).click()
  await desk.waitForURL(/\?refunded/)
  await look(t, desk, 'payments-15-given-back')

  t.match((await desk.getByRole('status').textContent()) ?? '', /Given back/)
  t.deepEqual(editor.problems, [], 'no error in the editor’s browser')
  await editor.close()
  await page.goto('/account/payments')
  t.match((await page.locator('main').textContent()) ?? '', /€7\.50 given back/)
})

step('a member cancels in the portal', async (t, page) => {
  await page.getByRole('button', { name: /Change card, see invoices, cancel/ }).click()
  await page.waitForURL(/\/portal\//)
  await look(t, page, 'payments-16-portal')
  await page.getByRole('button', { name: 'Cancel at the period’s end' }).click()
  await page.getByText('Ends on').waitFor()
  await look(t, page, 'payments-17-cancelled')
  await page.getByRole('link', { name: 'Back to the site' }).click()
  await page.waitForURL(/\/account\/payments/)

  const told = await eventually(async () => {
    await page.reload()
    const text = (await page.getByRole('status').textContent()) ?? ''
    return text.includes('will not be renewed') && text
  })
  await look(t, page, 'payments-18-ending')
  t.match(told, /You are a member \(monthly\) until \d+ \w+ \d{4}/)
})

step('what was paid for lasts to its end, and no longer', async (t) => {
  try {
    await advance(20)
    const within = await comeBack()
    await within.page.goto(article)
    t.equal(await within.page.getByText(forMembers).count(), 0, 'after 20 days all is there')
    await within.close()

    await advance(15)
    const after = await comeBack()
    await after.page.goto(article)
    await look(t, after.page, 'payments-19-over')
    t.ok(await after.page.getByText(forMembers).isVisible(), 'after 35 days the beginning is')
    await after.page.goto('/membership')
    await look(t, after.page, 'payments-20-come-back')
    t.match((await after.page.getByRole('status').textContent()) ?? '', /has ended/)
    t.deepEqual(after.problems, [], 'no error in the browser')
    await after.close()
  } finally {
    await moveClock({ reset: true })
  }
})

step('no page asked another host for anything', async (t) => {
  t.deepEqual([...hosts], ['localhost'])
})

test('the browser closes', async () => {
  await browser?.close()
})

async function hasPayments(): Promise<boolean> {
  const { services } = (await (await fetch(`${baseUrl}/health`)).json()) as { services: string[] }
  return services.includes('payments') && (await findTwin()) !== undefined
}

async function visit(options?: Parameters<typeof open>[1]): Promise<WatchedPage> {
  const opened = await open(browser, options)
  opened.page.context().on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http')) hosts.add(hostname)
  })
  return opened
}

/** A session of its own time: the old one ran out while the clock moved. */
async function comeBack(): Promise<WatchedPage> {
  return visit({ token: (await findToken(baseUrl, email))! })
}

/** Looks at a page as it is, and on a phone in the dark. */
async function look(t: Test, page: Page, name: string) {
  for (const [device, colorScheme] of [
    ['phone', 'dark'],
    ['desktop', 'light'],
  ] as const) {
    await page.setViewportSize(devices[device])
    await page.emulateMedia({ colorScheme })
    await shoot(page, `${name}-${device}-${colorScheme}`)
    t.equal(await overflows(page), false, `${name}-${device}: nobody scrolls sideways`)
    t.deepEqual(await audit(page), [], `${name}-${device}: axe finds nothing`)
  }
}

async function pay(page: Page, number: string) {
  await page.getByLabel('Card number').fill(number)
  await follow(page, page.locator('button[name="act"][value="pay"]'))
}

async function tip(page: Page, amount: string) {
  await page.getByLabel('Amount of the tip').fill(amount)
  await follow(page, page.getByRole('button', { name: 'Give a tip' }))
}

/** Sends a form, and waits for the page that answers it: it may be at the same address. */
async function follow(page: Page, button: Locator) {
  const loaded = page.waitForEvent('load')
  await button.click()
  await loaded
}

async function listMails(): Promise<{ to: string[]; subject: string }[]> {
  const all = (await (await fetch(`${outbox}/api/mails`)).json()) as {
    to: string[]
    subject: string
  }[]
  return all.filter(({ to, subject }) => to.includes(email) && subject.startsWith('Receipt'))
}

function advance(days: number) {
  return moveClock({ advance: { days } })
}

/** The local cloud's, through its console. */
async function moveClock(move: object): Promise<void> {
  const { port } = new URL(baseUrl)
  const origin = `http://localhost:${Number(port) + 15}`
  const response = await fetch(`${origin}/api/clock`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify(move),
  })
  if (!response.ok) throw new Error(`The clock did not move: ${await response.text()}`)
}
