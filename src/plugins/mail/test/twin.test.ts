import assert from 'node:assert/strict'
import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'
import { deliver } from '../ses.ts'
import { localSes } from '../twin.ts'
import type { SentMail } from '../twin/outbox.ts'
import { startTwin, type RunningTwin } from './running-twin.ts'

const mail = {
  to: 'ada@example.org',
  subject: 'Grüße <b>',
  text: 'Open https://example.org/confirm?token=a.b please.',
  html: '<p style="color:red">Hello</p><script>alert(1)</script>',
  headers: { 'List-Unsubscribe': '<https://example.org/leave>' },
}

describe('the mail outbox', () => {
  let twin: RunningTwin

  beforeAll(async () => {
    twin = await startTwin()
    Object.assign(process.env, localSes.env!(Number(new URL(twin.url).port)), {
      AWS_REGION: 'us-west-2',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    })
  })
  afterAll(() => twin.stop())
  beforeEach(async () => {
    await fetch(`${twin.url}/api/mails`, { method: 'DELETE' })
  })

  const get = (path: string) => fetch(twin.url + path)
  const list = async () => (await (await get('/api/mails')).json()) as SentMail[]

  it('keeps what was sent, and prints one line for it', async () => {
    const id = await deliver(mail)

    const [sent] = await list()
    const { from, to, subject, text, html, headers } = sent!
    assert.equal(sent!.id, id)
    assert.deepEqual({ to, subject, text, html, headers }, { ...mail, to: [mail.to] })
    assert.equal(from, process.env['MAIL_FROM'])
    assert.equal(twin.lines.at(-1), 'mail to ada@example.org: Grüße <b>')
  })

  it('keeps mails across a restart, oldest first', async () => {
    await deliver({ ...mail, subject: 'First' })
    await deliver({ ...mail, subject: 'Second' })

    await twin.restart()

    assert.deepEqual(
      (await list()).map(({ subject }) => subject),
      ['First', 'Second'],
    )
  })

  it('forgets them when told to, for good', async () => {
    await deliver(mail)

    await fetch(`${twin.url}/api/mails`, { method: 'DELETE' })
    await twin.restart()

    assert.deepEqual(await list(), [])
  })

  it('shows what left in the console, newest first, and clears it there', async () => {
    await deliver({ ...mail, subject: 'First' })
    const id = await deliver({ ...mail, subject: 'Second' })

    const full = await twin.state()
    const said = await twin.act('clear')
    const empty = await twin.state()

    const [mails] = full.sections
    const [row] = mails!.rows
    const { port } = new URL(twin.url)
    assert.deepEqual(
      mails!.rows.map(({ cells }) => cells[0]),
      ['Second', 'First'],
    )
    assert.deepEqual(row!.cells.slice(0, 3), ['Second', mail.to, process.env['MAIL_FROM']])
    assert.equal(row!.href, `http://localhost:${port}/mails/${id}`)
    assert.deepEqual(full.actions, [{ name: 'clear', label: 'Delete all mails' }])
    assert.equal(said, '2 mails were deleted.')
    assert.deepEqual([empty.sections[0]!.rows, empty.actions], [[], undefined])
    await assert.rejects(twin.act('burn'), /knows no action "burn"/)
  })

  it('tells of a refusal in the terminal and to the caller', async () => {
    const from = process.env['MAIL_FROM']
    process.env['MAIL_FROM'] = 'eve@example.org'

    await assert.rejects(deliver(mail), {
      code: 'MAIL_NOT_ACCEPTED',
      message: /not verified.*eve@example\.org/,
    })

    process.env['MAIL_FROM'] = from
    assert.match(twin.lines.at(-1)!, /^mail refused: Email address is not verified/)
  })

  it('lists mails on a page without inline scripts or styles', async () => {
    const id = await deliver(mail)

    const page = await get('/')
    const markup = await page.text()

    assert.match(markup, new RegExp(`<a href="/mails/${id}">`))
    assert.match(markup, /Grüße &lt;b&gt;/)
    assert.doesNotMatch(page.headers.get('content-security-policy')!, /unsafe/)
    assert.equal((await get('/outbox.css')).headers.get('content-type'), 'text/css; charset=utf-8')
    assert.equal((await get('/outbox.js')).status, 200)
  })

  it('shows a mail: links of the text can be followed, the HTML is caged', async () => {
    const id = await deliver(mail)

    const markup = await (await get(`/mails/${id}`)).text()
    const frame = await get(`/mails/${id}/html`)

    assert.match(markup, /<a href="https:\/\/example\.org\/confirm\?token=a\.b"/)
    assert.match(markup, /sandbox="allow-popups allow-popups-to-escape-sandbox"/)
    assert.doesNotMatch(markup, /alert/)
    assert.match(frame.headers.get('content-security-policy')!, /^sandbox .*default-src 'none'/)
  })

  it('hands a mail out as a file for mail programs', async () => {
    const id = await deliver(mail)

    const eml = await (await get(`/mails/${id}.eml`)).text()

    assert.match(eml, /^From: Plugboard <post@plugboard\.example>\r\nTo: ada@example\.org\r\n/)
    assert.match(eml, /\r\nSubject: =\?UTF-8\?B\?R3LDvMOfZSA8Yj4=\?=\r\n/)
    assert.match(eml, /\r\nList-Unsubscribe: <https:\/\/example\.org\/leave>\r\n/)
  })

  it('answers 404 for what is not there', async () => {
    assert.equal((await get('/mails/nothing')).status, 404)
    assert.equal((await get('/mails/../../etc/passwd')).status, 404)
  })

  it('answers to its own name only, so that no other site can read mails by DNS rebinding', async () => {
    const { port } = new URL(twin.url)

    const status = await new Promise((resolve, reject) => {
      const options = {
        port,
        host: '127.0.0.1',
        path: '/api/mails',
        headers: { host: 'evil.example' },
      }
      request(options, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end()
    })

    assert.equal(status, 403)
  })
})
