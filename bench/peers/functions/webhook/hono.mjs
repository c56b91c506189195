import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import Stripe from 'stripe'

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY)
const app = new Hono()
app.post('/stripe/webhook', async (context) => {
  try {
    const signature = context.req.header('stripe-signature')
    const { STRIPE_WEBHOOK_SECRET } = process.env
    await stripe.webhooks.constructEventAsync(
      await context.req.text(),
      signature,
      STRIPE_WEBHOOK_SECRET,
    )
    return context.body(null, 204)
  } catch {
    return context.body(null, 400)
  }
})

export const handler = handle(app)
