import test from 'tape'
import { eventually, submit, visit } from '../../../../../test/acceptance/client.ts'

const outbox = process.env['OUTBOX_URL']

const problemOf = async (response: Response) => (await response.json()) as { code: string }

test('GET /newsletter is a form that needs no JavaScript', async (t) => {
  const response = await visit('/newsletter')
  const page = await response.text()

  t.equal(response.status, 200)
  t.match(page, /<form[^>]+method="post" action="\/newsletter"/, 'a form')
  t.match(page, /<label for="newsletter-email">/, 'a label')
})

test('POST /newsletter shows the form again for what is no address', async (t) => {
  const response = await submit('/newsletter', { email: 'nobody' })

  t.equal(response.status, 422)
  t.match(await response.text(), /aria-invalid="true"/, 'the field is marked')
})

test('POST /newsletter refuses a form of another site', async (t) => {
  const response = await visit('/newsletter', {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example' },
    body: new URLSearchParams({ email: 'reader@example.org' }),
  })

  t.equal(response.status, 403)
  t.equal((await problemOf(response)).code, 'FORBIDDEN_ORIGIN')
})

test('the links of the newsletter cannot be forged', async (t) => {
  for (const path of ['/newsletter/confirm', '/newsletter/unsubscribe']) {
    const response = await visit(`${path}?token=forged`)

    t.equal(response.status, 400, path)
    t.equal((await problemOf(response)).code, 'NEWSLETTER_LINK_INVALID', path)
  }
})

test('a reader subscribes, confirms by mail, and leaves with one click', async (t) => {
  // Elsewhere than at home it would be somebody's inbox.
  if (!outbox) return t.skip('there is no outbox to look into')
  const address = `reader-${Date.now()}@example.org`

  const asked = await submit('/newsletter', { email: address })
  const confirmed = await submit('/newsletter/confirm', {
    token: await tokenFor(address, '/newsletter/confirm'),
  })
  await submit('/newsletter', { email: address })
  const token = await tokenFor(address, '/newsletter/unsubscribe')
  const left = await visit(`/newsletter/unsubscribe?token=${token}`, {
    method: 'POST',
    headers: { origin: 'https://mail.example' },
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  })

  t.equal(asked.status, 303)
  t.equal(confirmed.status, 200)
  t.equal(left.status, 200)
})

/** Of the link to `path` in a mail to `address`, as soon as it is there. */
function tokenFor(address: string, path: string): Promise<string> {
  return eventually(`a mail to ${address} with a link to ${path}`, async () => {
    const response = await fetch(`${outbox}/api/mails`)
    const mails = (await response.json()) as { to: string[]; text: string }[]
    const texts = mails.filter(({ to }) => to.includes(address)).map(({ text }) => text)
    const link = texts
      .join('\n')
      .match(/https?:\/\/\S+/g)
      ?.find((it) => it.includes(path))
    return link && new URL(link).searchParams.get('token')!
  })
}
