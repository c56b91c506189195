/**
 * The proof: checkouts while webhooks are doubled, shuffled and lost, and functions are killed between
 * any two of their steps. Seeded: `PROOF_SEED=7` runs another course of events. Here it is some;
 * `PROOF_CHECKOUTS=1000 npx vitest run payments/test/proof` is what .ci/run asks for.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import type { AuditEntry } from '../audit.ts'
import { audit } from '../audit.ts'
import { customers } from '../customers.ts'
import { payments, type Payment } from '../ledger.ts'
import { isMember } from '../memberships.ts'
import { hasPeople, useShop, type Person } from './shop.ts'

const count = Number(process.env['PROOF_CHECKOUTS'] ?? 40)
const seed = Number(process.env['PROOF_SEED'] ?? 1)

/** What somebody does at the checkout. */
type Course = 'pays' | 'is declined' | 'pays at the second try' | 'pays twice' | 'pays and cancels'

describe(`${count} checkouts under faults`, { timeout: 600_000 }, () => {
  const shop = useShop()

  it('make every payer a member once, nobody else, and every cent is accounted for', async (test) => {
    if (!hasPeople()) return test.skip()
    const random = createRandom(seed)
    const people = await Promise.all(
      Array.from({ length: count }, (_, index) => shop.person(`p${index}`)),
    )
    const courses = people.map(() => toCourse(random()))
    await makeTrouble()

    await inParallel(people, 8, (person, index) => follow(person, courses[index]!))
    await shop.settle()
    const struck = shop.app.faults.list().reduce((sum, { hits }) => sum + hits, 0)
    await endTrouble()
    const members = await countMembers(people)
    await shop.app.run('payments-reconcile')
    await shop.settle()

    const after = await Promise.all(people.map(({ id }) => isMember(id)))
    const books = await readBooks()
    const paid = courses.filter(
      (course) => course !== 'is declined' && course !== 'pays and cancels',
    )
    // eslint-disable-next-line no-console
    console.log(
      `seed ${seed}: ${count} checkouts, ${books.news.length} pieces of news, ${struck} kills; ` +
        `${members} members before the reconciliation, ${after.filter(Boolean).length} after it; ` +
        `${books.charged} cents charged, ${books.refunded} given back, ${books.mails} receipts`,
    )
    for (const [index, { id }] of people.entries()) {
      assert.equal(after[index], mayRead(courses[index]!), `${id}, who ${courses[index]}`)
    }
    assert.ok(paid.length > 0)
    assert.deepEqual(books.ours, books.theirs, 'every cent')
    assert.deepEqual(
      books.running.filter((it) => it > 1),
      [],
      'one subscription each',
    )
    assert.equal(books.customers, new Set(books.customerUsers).size, 'one customer each')
    assert.equal(new Set(books.news).size, books.news.length, 'each event had its effect once')
    assert.deepEqual(books.unmailed, [], 'a receipt for each payment, once')
  })

  // In the course of events above, two answers cross now and then; here they do.
  it('keep what was asked for last, though an earlier answer arrives after it', async (test) => {
    if (!hasPeople()) return test.skip()
    const person = await shop.person('crossed')
    await twin('faults', { drop: 1 })
    const paid = await shop.pay(await shop.begin(person))
    await twin('faults', {})
    const { customerId } = (await customers.get({ userId: person.id }, { consistent: true }))!

    await twin('hold', { path: '/v1/subscriptions' })
    const { pathname, search } = new URL(paid.headers.get('location')!)
    const earlier = shop.app.fetch(pathname + search, { headers: person.headers })
    await twin('held')
    await twin('cancel', { customer: customerId })
    await shop.settle()
    const between = await shop.membership(person)
    await twin('release')

    assert.equal((await earlier).status, 200)
    assert.equal(between?.status, 'canceled')
    assert.equal((await shop.membership(person))?.status, 'canceled', 'the last answer is kept')
  })

  /** A door of the twin, for tests. */
  async function twin(door: string, body: object = {}): Promise<void> {
    await shop.ask(`/twin/${door}`, { method: 'POST', body: JSON.stringify(body) })
  }

  async function makeTrouble(): Promise<void> {
    const faults = { duplicate: 0.2, drop: 0.1, reorder: 0.5, lag: 300, seed }
    await twin('faults', faults)
    shop.app.faults.setSeed(seed)
    for (const [target, probability, calls] of [
      ['@queues payments-webhooks', 0.1, 8],
      ['@http post /stripe/webhook', 0.05, 3],
      ['@http post /membership', 0.2, 10],
    ] as const) {
      for (let after = 0; after < calls; after++) {
        shop.app.faults.add({ target, kind: 'kill', probability: probability / calls, after })
      }
    }
  }

  async function endTrouble(): Promise<void> {
    await twin('faults')
    shop.app.faults.clear()
  }

  async function follow(person: Person, course: Course): Promise<void> {
    const declined = { number: '4000000000000002' }
    const url = await patiently(() => shop.begin(person))
    if (course === 'is declined') return void (await shop.pay(url, declined))
    if (course === 'pays at the second try') await shop.pay(url, declined)
    const other = course === 'pays twice' && (await patiently(() => shop.begin(person, 'yearly')))
    await shop.pay(url)
    if (other) await shop.pay(other)
    if (course !== 'pays and cancels') return
    // Some while they are not yet known to be members, some a little later.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 600))
    const row = await customers.get({ userId: person.id }, { consistent: true })
    await twin('cancel', { customer: row!.customerId })
  }

  async function countMembers(people: Person[]): Promise<number> {
    return (await Promise.all(people.map(({ id }) => isMember(id)))).filter(Boolean).length
  }

  async function readBooks() {
    const ledger = (await (await shop.ask('/twin/ledger')).json()) as {
      customers: Record<
        string,
        { charged: number; refunded: number; running: number; userId: string }
      >
    }
    const theirs = Object.entries(ledger.customers)
      .filter(([, { charged }]) => charged > 0)
      .map(([id, { charged, refunded }]) => [id, charged, refunded])
    const rows = await readAll<Payment>(payments)
    const paid = rows.filter(({ status }) => status === 'succeeded')
    const sums = new Map<string, [number, number]>()
    for (const { customerId, amount, refunded } of paid) {
      const [before, back] = sums.get(customerId!) ?? [0, 0]
      sums.set(customerId!, [before + amount, back + refunded])
    }
    const ours = [...sums].map(([id, [charged, refunded]]) => [id, charged, refunded])
    const entries = await readAll<AuditEntry>(audit)
    const mails = (await shop.app.outbox()).filter(({ subject }) => subject.startsWith('Receipt'))
    const mailed = mails.map(({ text }) => /Payment: (pi_\w+)/.exec(text)?.[1])
    const all = Object.values(ledger.customers)
    return {
      theirs: theirs.toSorted(byId),
      ours: ours.toSorted(byId),
      charged: all.reduce((sum, { charged }) => sum + charged, 0),
      unrefunded: all.filter(
        ({ charged, refunded }) => charged === 5500 && refunded !== 500 && refunded !== 5000,
      ),
      refunded: all.reduce((sum, { refunded }) => sum + refunded, 0),
      running: all.map(({ running }) => running),
      customers: all.length,
      customerUsers: all.map(({ userId }) => userId),
      news: entries.flatMap(({ eventId }) => eventId ?? []),
      mails: mails.length,
      unmailed: paid.filter(({ id }) => mailed.filter((it) => it === id).length !== 1),
    }
  }
})

function toCourse(dice: number): Course {
  if (dice < 0.7) return 'pays'
  if (dice < 0.78) return 'is declined'
  if (dice < 0.86) return 'pays at the second try'
  return dice < 0.93 ? 'pays twice' : 'pays and cancels'
}

function mayRead(course: Course): boolean {
  return course !== 'is declined' && course !== 'pays and cancels'
}

/** What a person does whose click led to an error page. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === 20) throw error
    }
  }
}

async function inParallel<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const rest = items.entries()
  const lane = async () => {
    for (const [index, item] of rest) await work(item, index)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

async function readAll<T>(table: {
  scan: (options: { cursor?: string; limit: number }) => Promise<{ items: T[]; cursor?: string }>
}): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const page = await table.scan({ limit: 1000, ...(cursor && { cursor }) })
    all.push(...page.items)
    cursor = page.cursor
  } while (cursor)
  return all
}

function byId(a: unknown[], b: unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1
}

function createRandom(from: number): () => number {
  let state = from >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
