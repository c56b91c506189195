/**
 * The pages that Stripe hosts: checkout, portal, invoices, receipts. Each is reached by an address
 * that nobody guesses.
 *
 * @module
 */
import type { TwinAnswer } from '#framework/twin.ts'
import { pay, requireOpen, takeCode, type KeptSession } from './billing/checkout.ts'
import { findRunning } from './billing/customers.ts'
import { cardFor, payOpen, setEnding } from './billing/subscriptions.ts'
import { createCard, needCard } from './cards.ts'
import type { Charge, Customer, Invoice, StripeObject, Subscription } from './objects.ts'
import { checkoutPage, messagePage, secureQuestion } from './pages/checkout.ts'
import { styles } from './pages/layout.ts'
import { invoicePage, portalPage, receiptPage } from './pages/portal.ts'
import { StripeProblem } from './problems.ts'
import type { World } from './world.ts'

/** One request of a person's browser. `form` is there for a POST. */
export function answerHosted(
  world: World,
  { path, form }: { path: string; form: URLSearchParams | undefined },
): TwinAnswer {
  const [, kind, id = ''] = path.split('/')
  try {
    if (path === '/pages.css') return styles
    if (kind === 'pay') return showCheckout(world, id, form)
    if (kind === 'portal') return showPortal(world, id, form)
    if (kind === 'invoices') {
      const invoice = world.need<Invoice>('invoice', id)
      return invoicePage(
        invoice,
        String(invoice['customer_name'] ?? invoice['customer_email'] ?? ''),
      )
    }
    if (kind === 'receipts') return receiptPage(world.need<Charge>('charge', id))
  } catch (error) {
    if (!(error instanceof StripeProblem)) throw error
    return { ...messagePage('That did not work', error.message), status: error.status }
  }
  return { ...messagePage('Nothing here', 'Stripe’s twin has no such page.'), status: 404 }
}

function showCheckout(world: World, id: string, form: URLSearchParams | undefined): TwinAnswer {
  const session = world.need<KeptSession>('checkout.session', id)
  const customer = session.customer ? world.need<Customer>('customer', session.customer) : undefined
  const email = form?.get('email') || customer?.email || session.customer_email || ''
  try {
    world.store.transaction(() => requireOpen(world, session))
  } catch (error) {
    return messagePage('Nothing to pay', (error as Error).message, session.cancel_url)
  }
  if (!form) return checkoutPage(session, { email })

  const number = form.get('card') || form.get('number') || ''
  try {
    if (form.get('act') === 'code') {
      world.store.transaction(() => takeCode(world, session, form.get('code') ?? ''))
      return checkoutPage(session, { email })
    }
    const { state, problem } = world.store.transaction(() =>
      pay(world, session, {
        email: email || 'somebody@example.com',
        number,
        answered: (form.get('answered') as 'yes' | 'no' | null) ?? undefined,
      }),
    )
    if (state === 'asks') return secureQuestion(session, { email, number })
    if (state === 'refused') return checkoutPage(session, { email, problem: problem!.message })
    return seeOther(session.success_url.replaceAll('{CHECKOUT_SESSION_ID}', id))
  } catch (error) {
    if (!(error instanceof StripeProblem)) throw error
    // Undone with its transaction: what is kept is another object now.
    const kept = world.need<KeptSession>('checkout.session', id)
    return checkoutPage(kept, { email, number, problem: error.message })
  }
}

function showPortal(world: World, id: string, form: URLSearchParams | undefined): TwinAnswer {
  const portal = world.need<StripeObject>('billing_portal.session', id)
  // Stripe's are good for minutes; whoever looks at a twin may take an hour.
  if (portal.created + 3600 < world.now()) {
    return messagePage(
      'This page is over',
      'Open it again from the site.',
      portal['return_url'] as string,
    )
  }
  const customer = world.need<Customer>('customer', String(portal['customer']))
  const problem = form && world.store.transaction(() => act(world, customer, form))
  if (form && !problem) return seeOther(`/portal/${id}`)

  const running = findRunning(world, customer.id)
  const last = world.store
    .list<Subscription>('subscription')
    .findLast((it) => it.customer === customer.id)
  const subscription = running ?? last
  const cardId = customer.invoice_settings.default_payment_method
  return portalPage({
    id,
    customer,
    back: portal['return_url'] as string | null,
    subscription,
    card: subscription
      ? cardFor(world, subscription)
      : cardId
        ? needCard(world, cardId, customer.id)
        : undefined,
    invoices: world.store
      .list<Invoice>('invoice')
      .filter((it) => it.customer === customer.id)
      .toReversed(),
    problem,
  })
}

/** Answers what is wrong. */
function act(world: World, customer: Customer, form: URLSearchParams): string | undefined {
  const subscription = findRunning(world, customer.id)
  const what = form.get('act')
  if (what === 'cancel' || what === 'resume') {
    if (!subscription) return 'There is no subscription.'
    setEnding(world, subscription, what === 'cancel')
    return undefined
  }
  if (what !== 'card') return 'That is not offered here.'
  const card = createCard(world, form.get('number') ?? '', customer.id)
  customer.invoice_settings.default_payment_method = card.id
  world.store.save(customer)
  world.emit('customer.updated', customer)
  if (!subscription) return undefined
  subscription.default_payment_method = card.id
  world.store.save(subscription)
  return payOpen(world, subscription)?.message
}

function seeOther(location: string): TwinAnswer {
  return { status: 303, headers: { location, 'cache-control': 'no-store' }, body: '' }
}
