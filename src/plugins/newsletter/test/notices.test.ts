import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'vitest'
import { createMessage } from '#framework/message.ts'
import { useApp, type SentMail } from '#framework/testing.ts'
import { articlePublished, notices } from '../notices.ts'
import { subscribers, toSubscriberId } from '../subscribers.ts'
import { createReader } from './subscriber.ts'

const app = useApp()

/** `article-published` as SNS delivers it, with more in it than the newsletter reads. */
function toDelivery(slug: string) {
  const url = `https://example.org/articles/${slug}`
  const article = { slug, title: `About ${slug}`, summary: 'In short', url, tags: ['more'] }
  const { text } = createMessage(articlePublished, article, {})
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventSubscriptionArn: 'arn:aws:sns:us-west-2:000000000000:article-published:newsletter',
        Sns: { Message: text, MessageId: randomUUID(), Timestamp: new Date().toISOString() },
      },
    ],
  }
}

function deliver(payload: object) {
  return app.invoke({ pragma: 'events', name: 'newsletter-on-article-published', payload })
}

async function noticesOf(slug: string): Promise<SentMail[]> {
  return (await app.outbox()).filter(({ subject }) => subject === `About ${slug}`)
}

describe('on article-published', () => {
  it('writes once to each subscriber, though the event comes twice and the article again', async () => {
    const reader = createReader(app)
    await reader.ask()
    await reader.confirm()
    const delivery = toDelivery('bread')

    await deliver(delivery)
    await deliver(delivery)
    await app.settle()
    await deliver(toDelivery('bread'))

    const mails = (await noticesOf('bread')).filter(({ to }) => to.includes(reader.address))
    assert.equal(mails.length, 1)
    assert.match(mails[0]!.text, /https:\/\/example\.org\/articles\/bread/)
  })

  it('writes neither to those who did not confirm nor to those who left', async () => {
    const [curious, gone] = [createReader(app), createReader(app)]
    await curious.ask()
    await gone.ask()
    await gone.confirm()
    await gone.ask()
    await gone.leave()

    await deliver(toDelivery('stone'))

    const recipients = (await noticesOf('stone')).flatMap(({ to }) => to)
    assert.ok(!recipients.includes(curious.address))
    assert.ok(!recipients.includes(gone.address))
  })

  it('writes once to each subscriber, though a page of them is begun twice', async () => {
    const reader = createReader(app)
    await reader.ask()
    await reader.confirm()
    const news = { slug: 'salt', title: 'About salt', summary: 'In short', url: 'https://a.org/b' }

    await notices.sendMany([{ data: news }, { data: news }])

    const mails = (await noticesOf('salt')).filter(({ to }) => to.includes(reader.address))
    assert.equal(mails.length, 1)
  })

  it('reaches everybody once, however many pages they fill', async () => {
    const everybody = Array.from({ length: 120 }, (_, index) => `many-${index}@example.org`)
    for (const email of everybody) {
      const person = { id: toSubscriberId(email), email, status: 'confirmed' as const }
      await subscribers.put({ ...person, round: 1, asked: 0, createdAt: new Date().toISOString() })
    }

    await deliver(toDelivery('water'))

    const recipients = (await noticesOf('water')).flatMap(({ to }) => to)
    const reached = recipients.filter((address) => address.startsWith('many-'))
    assert.equal(reached.length, 120)
    assert.equal(new Set(reached).size, 120)
  })

  it('can be left by the link in a notice', async () => {
    const reader = createReader(app)
    await reader.ask()
    await reader.confirm()
    await deliver(toDelivery('fire'))

    const left = await reader.leave()
    await deliver(toDelivery('ash'))

    const subjects = (await reader.inbox()).map(({ subject }) => subject)
    assert.equal(left.status, 200)
    assert.ok(subjects.includes('About fire'))
    assert.ok(!subjects.includes('About ash'))
  })

  it('refuses an article whose address could not be followed', () => {
    assert.throws(() =>
      articlePublished.schema.parse({ slug: 'a', title: 'A', summary: 'A', url: '/a' }),
    )
  })
})
