import express from 'express'
import serverless from 'serverless-http'
import Stripe from 'stripe'

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY)
const app = express()
app.post('/stripe/webhook', express.raw({ type: '*/*' }), ({ body, headers }, response) => {
  try {
    const { STRIPE_WEBHOOK_SECRET } = process.env
    stripe.webhooks.constructEvent(body, headers['stripe-signature'], STRIPE_WEBHOOK_SECRET)
    response.status(204).end()
  } catch {
    response.status(400).end()
  }
})

export const handler = serverless(app)
