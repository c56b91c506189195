/**
 * The objects of Stripe that the twin keeps, as far as it reads them: references are ids, times are
 * seconds. What is written beside these fields is there for clients.
 *
 * @see https://docs.stripe.com/api
 * @module
 */

/** What every object of Stripe has. */
export interface StripeObject {
  id: string
  object: string
  created: number
  [field: string]: unknown
}

export type Metadata = Record<string, string>

export interface Customer extends StripeObject {
  object: 'customer'
  email: string | null
  name: string | null
  metadata: Metadata
  invoice_settings: { default_payment_method: string | null }
}

export interface Product extends StripeObject {
  object: 'product'
  name: string
  active: boolean
}

export interface Price extends StripeObject {
  object: 'price'
  active: boolean
  currency: string
  unit_amount: number
  product: string
  lookup_key: string | null
  recurring: { interval: Interval; interval_count: number } | null
}

export type Interval = 'day' | 'week' | 'month' | 'year'

export interface PaymentMethod extends StripeObject {
  object: 'payment_method'
  customer: string | null
  /** The twin's own: how charges of this card end. */
  behaviour_own: string
  card: { brand: string; last4: string; exp_month: number; exp_year: number }
}

export interface PaymentIntent extends StripeObject {
  object: 'payment_intent'
  amount: number
  amount_received: number
  currency: string
  customer: string | null
  status:
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'succeeded'
    | 'canceled'
  latest_charge: string | null
  payment_method: string | null
  metadata: Metadata
}

export interface Charge extends StripeObject {
  object: 'charge'
  amount: number
  amount_refunded: number
  currency: string
  customer: string | null
  payment_intent: string
  payment_method: string
  status: 'succeeded' | 'failed'
  paid: boolean
  refunded: boolean
  metadata: Metadata
}

export interface Refund extends StripeObject {
  object: 'refund'
  amount: number
  charge: string
  payment_intent: string
  metadata: Metadata
}

export interface Discount {
  id: string
  coupon: string
  promotion_code: string | null
  /** Seconds; null as long as the subscription lives. */
  end: number | null
}

export interface Coupon extends StripeObject {
  object: 'coupon'
  percent_off: number | null
  amount_off: number | null
  currency: string | null
  duration: 'once' | 'repeating' | 'forever'
  duration_in_months: number | null
  times_redeemed: number
  valid: boolean
}

export interface PromotionCode extends StripeObject {
  object: 'promotion_code'
  code: string
  active: boolean
  promotion: { type: 'coupon'; coupon: string }
  times_redeemed: number
  max_redemptions: number | null
  expires_at: number | null
}

export interface LineItem {
  price: Price
  quantity: number
  description: string
}

export interface CheckoutSession extends StripeObject {
  object: 'checkout.session'
  mode: 'payment' | 'subscription'
  status: 'open' | 'complete' | 'expired'
  payment_status: 'unpaid' | 'paid' | 'no_payment_required'
  customer: string | null
  customer_email: string | null
  client_reference_id: string | null
  currency: string
  amount_subtotal: number
  amount_total: number
  expires_at: number
  success_url: string
  cancel_url: string | null
  allow_promotion_codes: boolean | null
  automatic_tax: { enabled: boolean }
  payment_intent: string | null
  subscription: string | null
  invoice: string | null
  metadata: Metadata
}

export interface SubscriptionItem extends StripeObject {
  object: 'subscription_item'
  current_period_start: number
  current_period_end: number
  price: Price
  quantity: number
}

export interface Subscription extends StripeObject {
  object: 'subscription'
  status:
    | 'incomplete'
    | 'incomplete_expired'
    | 'trialing'
    | 'active'
    | 'past_due'
    | 'canceled'
    | 'unpaid'
  customer: string
  currency: string
  default_payment_method: string | null
  billing_cycle_anchor: number
  cancel_at: number | null
  cancel_at_period_end: boolean
  canceled_at: number | null
  ended_at: number | null
  latest_invoice: string | null
  automatic_tax: { enabled: boolean }
  items: { object: 'list'; data: SubscriptionItem[]; has_more: boolean; url: string }
  metadata: Metadata
}

export interface Invoice extends StripeObject {
  object: 'invoice'
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void'
  customer: string
  currency: string
  number: string
  subtotal: number
  total: number
  amount_due: number
  amount_paid: number
  amount_remaining: number
  attempt_count: number
  next_payment_attempt: number | null
  billing_reason: string
  parent: {
    type: string
    subscription_details: { subscription: string; metadata: Metadata }
  } | null
}

export interface StripeEvent extends StripeObject {
  object: 'event'
  type: string
  data: { object: StripeObject; previous_attributes?: Record<string, unknown> }
  pending_webhooks: number
}

export interface WebhookEndpoint extends StripeObject {
  object: 'webhook_endpoint'
  url: string
  secret: string
  status: 'enabled' | 'disabled'
  enabled_events: string[]
}
