const { createHmac, timingSafeEqual } = process.getBuiltinModule('node:crypto')

export async function handler({ body, isBase64Encoded, headers }) {
  const payload = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  const [, time, given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['stripe-signature']) ?? []
  const hmac = createHmac('sha256', process.env.STRIPE_WEBHOOK_SECRET)
  const expected = hmac.update(`${time}.`).update(payload).digest()
  const isSigned = given && timingSafeEqual(Buffer.from(given, 'hex'), expected)
  const isFresh = Math.abs(Date.now() / 1000 - Number(time)) < 300
  return { statusCode: isSigned && isFresh && JSON.parse(payload).id ? 204 : 400 }
}
