import Stripe from 'stripe'

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY)

export async function handler({ body, isBase64Encoded, headers }) {
  const payload = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  try {
    const { STRIPE_WEBHOOK_SECRET } = process.env
    stripe.webhooks.constructEvent(payload, headers['stripe-signature'], STRIPE_WEBHOOK_SECRET)
    return { statusCode: 204 }
  } catch {
    return { statusCode: 400 }
  }
}
