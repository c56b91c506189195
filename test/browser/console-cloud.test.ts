import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest'
import { clock, installClock, uninstallClock } from '../../framework/local/clock.ts'
import { startTwins, type Twins } from '../../framework/local/twins.ts'
import type { ServiceDefinition, Twin } from '../../framework/service.ts'
import { toProject } from '../../framework/test/use-console.ts'
import { findFreePorts } from '../../framework/testing/free-ports.ts'
import { hasBrowser } from './browser.ts'
import { useConsolePage } from './console-page.ts'
import { toDeadLetter, toStreamFailure } from './console-samples.ts'

// Not there where the service has been taken out, with its folder.
const mailTwin = join(process.cwd(), 'src/plugins/mail/twin.ts')
const { localSes } = (existsSync(mailTwin) ? await import(mailTwin) : {}) as { localSes?: Twin }

const hour = 60 * 60 * 1000
const inventory = toProject(
  {},
  {
    queues: [{ pragma: 'queues', name: 'work' }],
    scheduled: [{ name: 'nightly', cron: { expression: '0 3 * * ? *' } }],
  },
)
const mail: ServiceDefinition = {
  name: 'mail',
  dir: '',
  description: 'Mails',
  ...(localSes && { twin: localSes }),
}

describe.skipIf(!hasBrowser)('the page of the console', () => {
  const done: string[] = []
  let twins: Twins
  let port = 0
  let stateDir = ''
  const { page, faults, go, reads, press } = useConsolePage(() => ({
    inventory,
    services: [mail],
    twins,
    schedules: {
      list: () => [{ name: 'nightly', next: new Date(clock.now() + 2 * hour) }],
      run: async () => {},
    },
    delivery: {
      listDead: () => [toDeadLetter('work')],
      redrive: (name) => done.push(`redrive ${name}`),
    },
    streams: {
      failures: () => [toStreamFailure('pets-watcher')],
      redrive: async (name) => {
        done.push(`retry ${name}`)
        return 0
      },
    },
  }))
  beforeAll(async () => {
    installClock()
    stateDir = await mkdtemp(join(tmpdir(), 'plugboard-console-'))
    port = await findFreePorts(1)
    twins = startTwins({ firstPort: port, stateDir, log: () => {} })
    await twins.follow([mail], {})
  })
  afterAll(async () => {
    uninstallClock()
    await twins.stop()
    await rm(stateDir, { recursive: true })
  })
  afterEach(() => clock.reset())

  it('advances the clock, says so above every view, and puts it back', async () => {
    await go('clock')
    await reads('As on this machine')

    await press('+ 1 day')

    await reads('24 h ahead of this machine')
    for (const where of [
      'traces',
      'tables',
      'storage',
      'schedules',
      'dead',
      'faults',
      'services',
    ]) {
      await go(where)
      await page().getByRole('complementary', { name: 'The clock is shifted' }).waitFor()
    }
    await press('Back to now')
    await page().getByRole('complementary').waitFor({ state: 'detached' })
    assert.equal(clock.offset(), 0)
  })

  it('jumps to a date, and goes to when a schedule is due', async () => {
    await go('clock')
    await page().getByLabel('Jump').check()
    await page().getByLabel('or to').fill('2100-01-01T10:00')

    await press('Jump')

    await reads('Friday, 1 January 2100')
    const before = clock.offset()
    await press('Go there: nightly')
    await reads('There. What fell due has run')
    assert.ok(Math.abs(clock.offset() - before - 2 * hour) < 10_000)
  })

  it('shows how far the clock has come', async () => {
    let release = () => {}
    clock.at(clock.now() + hour, () => new Promise((resolve) => (release = resolve)))
    await go('clock')

    await press('+ 1 day')

    await page().getByRole('progressbar', { name: 'The clock moves' }).waitFor()
    assert.equal(await page().getByRole('button', { name: '+ 1 day' }).isDisabled(), true)
    release()
    await page().getByRole('progressbar').waitFor({ state: 'detached' })
  })

  it('adds a fault, counts its strikes, and removes it', async () => {
    await go('faults')
    await reads('Nothing goes wrong on purpose')

    await page().getByRole('combobox', { name: 'What' }).selectOption('delay')
    await page().getByRole('combobox', { name: 'Where' }).selectOption('queue work')
    await page().getByLabel('At most').fill('1')
    await press('Add')
    await reads('a message comes 5 s later')
    faults.strike(['delay'], { label: 'work', targets: ['queue work'] })
    await reads('strike, spent')
    await page().getByTitle('rules that may strike').waitFor()

    await press('Remove: delay, queue work')
    await reads('Nothing goes wrong on purpose')
  })

  it('says what is wrong with a fault, and sets the seed', async () => {
    await go('faults')
    await page().getByRole('combobox', { name: 'What' }).selectOption('kill')
    await page().getByLabel('After calls').fill('1.5')
    await page()
      .locator('fault-form form')
      .evaluate((form) => form.setAttribute('novalidate', ''))
    await press('Add')

    await page().getByRole('alert').getByText('after is 1.5').waitFor()
    await page().getByLabel('Seed').fill('42')
    await press('Start anew')
    await reads('The dice and the counts start anew.')
    assert.equal(faults.seed(), 42)
  })

  it('redrives dead letters, and says when a retried change fails again', async () => {
    await go('dead')
    await reads('It broke')

    await press('Redrive all: work')
    await reads('Handed out again')
    await press('Retry all: pets-watcher')

    await reads('pets-watcher still fails at it')
    assert.deepEqual(done, ['redrive work', 'retry pets-watcher'])
  })

  it('shows what a twin keeps, and does what its buttons say', async () => {
    await sendMail(port)
    await go('services')

    await page().getByRole('link', { name: 'State of the twin: mail' }).click()

    const subject = page().getByRole('link', { name: 'Hello' })
    await subject.waitFor()
    assert.match(
      (await subject.getAttribute('href'))!,
      new RegExp(`^http://localhost:${port}/mails/`),
    )
    await press('Delete all mails')
    await reads('1 mail was deleted.')
    await reads('No mail has left the app yet.')
  })
})

async function sendMail(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/v2/email/outbound-emails`, {
    method: 'POST',
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/us-west-2/ses/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({
      FromEmailAddress: localSes!.env!(port)['MAIL_FROM'],
      Destination: { ToAddresses: ['ada@example.org'] },
      Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Hi' } } } },
    }),
  })
  assert.equal(response.status, 200, await response.text())
}
