/**
 * Stripe's test cards, and how a charge of each ends.
 *
 * @see https://docs.stripe.com/testing
 * @module
 */
import type { PaymentMethod } from './objects.ts'
import { invalid, StripeProblem, type StripeErrorBody } from './problems.ts'
import type { World } from './world.ts'

/** What becomes of charging a card. `fails-later`: it can be kept, and then refuses charges. */
export type Behaviour = 'pays' | 'asks' | 'fails-later' | Decline

type Decline =
  | 'generic_decline'
  | 'insufficient_funds'
  | 'lost_card'
  | 'expired_card'
  | 'incorrect_cvc'
  | 'processing_error'

interface TestCard {
  /** For the hosted page. */
  label: string
  brand: string
  behaviour: Behaviour
  /** The token that stands for it: `pm_card_visa`. */
  token: string
}

export const testCards: Readonly<Record<string, TestCard>> = {
  '4242424242424242': card('Pays', 'visa', 'pays', 'pm_card_visa'),
  '5555555555554444': card('Pays (Mastercard)', 'mastercard', 'pays', 'pm_card_mastercard'),
  '4000002500003155': card(
    'Asks for 3-D Secure',
    'visa',
    'asks',
    'pm_card_authenticationRequiredOnSetup',
  ),
  '4000002760003184': card(
    'Asks for 3-D Secure each time',
    'visa',
    'asks',
    'pm_card_authenticationRequired',
  ),
  '4000000000000341': card(
    'Pays now, fails later',
    'visa',
    'fails-later',
    'pm_card_chargeCustomerFail',
  ),
  '4000000000000002': card('Is declined', 'visa', 'generic_decline', 'pm_card_visa_chargeDeclined'),
  '4000000000009995': card(
    'Has not enough money',
    'visa',
    'insufficient_funds',
    'pm_card_visa_chargeDeclinedInsufficientFunds',
  ),
  '4000000000009987': card('Was lost', 'visa', 'lost_card', 'pm_card_visa_chargeDeclinedLostCard'),
  '4000000000000069': card(
    'Has expired',
    'visa',
    'expired_card',
    'pm_card_chargeDeclinedExpiredCard',
  ),
  '4000000000000127': card(
    'Has another CVC',
    'visa',
    'incorrect_cvc',
    'pm_card_chargeDeclinedIncorrectCvc',
  ),
  '4000000000000119': card(
    'Breaks on the way',
    'visa',
    'processing_error',
    'pm_card_chargeDeclinedProcessingError',
  ),
}

function card(label: string, brand: string, behaviour: Behaviour, token: string): TestCard {
  return { label, brand, behaviour, token }
}

/** Why a card was refused, as Stripe tells it. */
export function toDecline(behaviour: string): StripeErrorBody {
  const [code, message] = declines[behaviour] ?? ['card_declined', 'Your card was declined.']
  const isOwnCode = code !== 'card_declined'
  return {
    type: 'card_error',
    code,
    message,
    ...(!isOwnCode && {
      decline_code: behaviour === 'fails-later' ? 'generic_decline' : behaviour,
    }),
  }
}

const declines: Record<string, [code: string, message: string]> = {
  insufficient_funds: ['card_declined', 'Your card has insufficient funds.'],
  lost_card: ['card_declined', 'Your card was declined.'],
  expired_card: ['expired_card', 'Your card has expired.'],
  incorrect_cvc: ['incorrect_cvc', "Your card's security code is incorrect."],
  processing_error: [
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
  ],
}

/**
 * A kept card of a number.
 *
 * @throws StripeProblem for a number that is none of the test cards: no other may be typed in here.
 */
export function createCard(world: World, number: string, customer: string | null): PaymentMethod {
  const digits = number.replaceAll(/\D/g, '')
  const known = testCards[digits]
  if (!known) {
    const body = { type: 'card_error', code: 'incorrect_number' } as const
    throw new StripeProblem(402, {
      ...body,
      message: 'Your card number is incorrect: this is a test mode, take one of the test cards.',
    })
  }
  return save(world, { ...known, last4: digits.slice(-4) }, customer)
}

/** A card by id, or a new one of a token (`pm_card_visa`). */
export function needCard(world: World, id: string, customer: string | null): PaymentMethod {
  const found = world.store.find<PaymentMethod>('payment_method', id)
  if (found?.customer && customer && found.customer !== customer) {
    throw invalid(
      'The provided PaymentMethod belongs to another Customer than the one given here.',
      { param: 'payment_method' },
    )
  }
  if (found) return found
  const entry = Object.entries(testCards).find(([, { token }]) => token === id)
  if (!entry)
    throw invalid(`No such PaymentMethod: '${id}'`, {
      code: 'resource_missing',
      param: 'payment_method',
    })
  return save(world, { ...entry[1], last4: entry[0].slice(-4) }, customer)
}

function save(
  world: World,
  { brand, behaviour, last4 }: { brand: string; behaviour: string; last4: string },
  customer: string | null,
): PaymentMethod {
  const year = new Date(world.now() * 1000).getUTCFullYear() + 4
  return world.store.save<PaymentMethod>({
    id: world.id('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    card: { brand, last4, exp_month: 12, exp_year: year, country: 'US', funding: 'credit' },
    created: world.now(),
    customer,
    livemode: false,
    metadata: {},
    type: 'card',
    behaviour_own: behaviour,
  } as PaymentMethod)
}
