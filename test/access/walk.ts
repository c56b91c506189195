/**
 * The ways through the site that the acceptance suite does not take: paying, giving back, leaving, and
 * what runs by itself.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { createVisitor, expectOk, type Headers } from './visitor.ts'
import { askLocal, createCloud } from './walk/cloud.ts'
import { walkConvert } from './walk/convert.ts'
import { walkFiles } from './walk/files.ts'
import { walkLateFiles } from './walk/late-files.ts'

/** Where the parts of a local cloud are. */
export interface Addresses {
  site: string
  console: string
  stripe: string
  outbox: string
  database: string
  delivery: string
}

export async function walk(addresses: Addresses): Promise<void> {
  const { site, stripe, outbox, database } = addresses
  const stamp = randomUUID().slice(0, 8)
  const visitor = createVisitor(site)
  const { ask, post, graphql } = visitor
  const settle = () =>
    expectOk(fetch(`${stripe}/twin/settle`, { method: 'POST' }), 'Stripe settles')
  const pay = async (url: string, who: Headers) => {
    const body = new URLSearchParams({ number: '4242424242424242' })
    const paid = await fetch(url, { method: 'POST', body, redirect: 'manual' })
    const { pathname, search } = new URL(paid.headers.get('location')!)
    await ask(pathname + search, who)
    await settle()
  }
  const cloud = createCloud(addresses)
  const editor = await visitor.person('editor', `editor-${stamp}`)
  const member = await visitor.person('reader', `member-${stamp}`)
  const other = await visitor.person('reader', `other-${stamp}`)

  // A membership from the page, one from GraphQL; tips of a stranger and of somebody known.
  await pay((await post<Paid>('/membership', { plan: 'monthly' }, member)).url, member)
  const { startMembership } = await graphql<{ startMembership: Paid }>(
    'mutation { startMembership(plan: YEARLY) { url } }',
    other,
  )
  await pay(startMembership.url, other)
  await pay((await post<Paid>('/tips', { amount: 500 }, {})).url, {})
  await pay((await post<Paid>('/tips', { amount: 700 }, member)).url, member)
  const { startTip } = await graphql<{ startTip: Paid }>(
    'mutation { startTip(amount: 900) { url } }',
    other,
  )
  await pay(startTip.url, other)
  for (const path of ['/membership', '/account', '/account/payments', '/account/export']) {
    await ask(path, member)
  }
  await ask('/payments/portal', member, 'POST')
  await graphql('mutation { openPaymentPortal { url } }', other)
  await graphql('{ me { id name } }', other)

  // Whoever comes first has no account yet, wherever they come in.
  const anew = (kind: string) => visitor.person(kind, `${kind}-${randomUUID().slice(0, 8)}`)
  for (const path of [
    '/account',
    '/account/payments',
    '/account/export',
    '/membership?join=yearly',
  ]) {
    await ask(path, await anew('reader'))
  }
  await ask('/auth/session', await anew('reader'), 'POST')
  await ask('/articles/write-down-why', await anew('reader'))
  await post('/tips', { amount: 500 }, await anew('reader'))
  await ask('/payments', await anew('editor'))
  await ask('/write', await anew('writer'))
  await post('/write/preview', { body: 'Text.' }, await anew('writer'))

  // Somebody is on the list before an article comes out.
  const address = `list-${stamp}@example.org`
  await graphql(`mutation { subscribeNewsletter(email: "${address}") { accepted } }`, {})
  const token = await findLink(outbox, { to: address, path: '/newsletter/confirm' })
  await ask('/newsletter/confirm', {}, 'POST', new URLSearchParams({ token }))

  // What was paid is given back, in parts.
  const list = await ask('/payments', editor)
  const [one, two] = [
    ...(await list.text()).matchAll(/\/payments\/(?!portal|return)([\w-]+)"/g),
  ].map((it) => it[1]!)
  await post(`/payments/${one}/refund`, { amount: 100 }, await anew('editor'))
  await graphql(`mutation { refundPayment(id: "${two}", amount: 100) { refunded } }`, editor)
  await ask(`/payments/${one}`, await anew('editor'))
  await settle()

  // A reader reads; a writer writes, by GraphQL too.
  await ask('/articles/write-down-why', member)
  await ask('/articles/write-down-why/views', {}, 'POST')
  await ask('/write', editor)
  const text = `title: "By GraphQL ${stamp}", summary: "A summary that is long enough.", body: "Text."`
  const { saveArticle } = await graphql<{ saveArticle: { slug: string } }>(
    `mutation { saveArticle(input: { ${text} }) { slug } }`,
    editor,
  )
  await ask(`/write/${saveArticle.slug}`, await anew('writer'))
  await graphql(`mutation { publishArticle(slug: "${saveArticle.slug}") { slug } }`, editor)
  await graphql(
    '{ mostRead { slug html views } articles(first: 2) { edges { node { slug } } } }',
    {},
  )

  const { article } = await graphql<{ article: { version: number } }>(
    `{ article(slug: "${saveArticle.slug}") { version } }`,
    {},
  )
  const again = `{ slug: "${saveArticle.slug}", version: ${article.version}, ${text} }`
  await graphql(`mutation { saveArticle(input: ${again}) { slug } }`, editor)
  const form = { slug: saveArticle.slug, version: String(article.version + 1), intent: 'publish' }
  const fields = { title: `By GraphQL ${stamp}`, summary: 'A summary that is long enough.' }
  const edited = new URLSearchParams({ ...form, ...fields, tags: '', body: 'Another text.' })
  await ask('/write', editor, 'POST', edited)
  await ask('/account/export', editor)
  await findLink(outbox, { to: address, path: `/articles/${saveArticle.slug}` })

  // What is stored for all is lost, and made anew by whoever asks.
  for (const path of ['/feed.xml', '/sitemap.xml']) {
    await forgetPage(database, path)
    await ask(path, {})
  }

  // By the clock.
  await cloud.run('nightly-digest')
  await cloud.run('payments-reconcile')

  // They leave.
  await graphql('mutation { updateProfile(name: "Olga Other", version: 1) { name } }', other)
  await graphql('mutation { signOutEverywhere { atProvider } }', other)
  await ask('/account/sign-out-everywhere', member, 'POST')
  const back = await visitor.person('reader', `member-${stamp}`)
  await ask('/account/delete', back, 'POST', new URLSearchParams({ confirm: 'yes' }))
  const olga = await visitor.person('reader', `other-${stamp}`)
  await graphql('mutation { deleteAccount(confirm: true) { deleted } }', olga)
  await settle()

  await walkFiles(visitor, cloud)
  await walkConvert(visitor, cloud)
  // Last: a day goes by.
  await walkLateFiles(visitor, cloud)
}

interface Paid {
  url: string
}

async function forgetPage(database: string, path: string): Promise<void> {
  await askLocal(database, 'DynamoDB_20120810.DeleteItem', {
    TableName: 'plugboard-staging-pages',
    Key: { path: { S: path } },
  })
}

/** In a mail, as soon as it is there: what a link carries as its token. */
async function findLink(outbox: string, { to, path }: { to: string; path: string }) {
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    const mails = (await (await fetch(`${outbox}/api/mails`)).json()) as Mail[]
    const texts = mails.filter((it) => it.to.includes(to)).map((it) => it.text)
    const links = texts.flatMap((text) => text.match(/https?:\/\/\S+/g) ?? [])
    const link = links.find((it) => it.includes(path))
    if (link) return new URL(link).searchParams.get('token') ?? ''
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`No mail to ${to} came with a link to ${path}.`)
}

interface Mail {
  to: string[]
  text: string
}
