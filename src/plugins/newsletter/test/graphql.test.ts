import assert from 'node:assert/strict'
import { services } from 'plugboard:services'
import { describe, it } from 'vitest'
import { useApp } from '#framework/testing.ts'
import { createReader } from './subscriber.ts'

const app = useApp()

// The newsletter does without GraphQL: it brings its part only if there is a schema to be part of.
const isPlugged = services.some(({ name }) => name === 'graphql')

describe.skipIf(!isPlugged)('the mutations', () => {
  it('subscribe and unsubscribe', async () => {
    const reader = createReader(app)
    const subscribe =
      'mutation ($email: String!) { subscribeNewsletter(email: $email) { accepted } }'
    const leave = 'mutation ($token: String!) { unsubscribeNewsletter(token: $token) { accepted } }'

    const subscribed = await app.query(subscribe, { email: reader.address })
    await reader.confirm()
    await reader.ask()
    const token = await reader.tokenFor('/newsletter/unsubscribe')
    const left = await app.query(leave, { token })

    assert.deepEqual(subscribed, { data: { subscribeNewsletter: { accepted: true } } })
    assert.deepEqual(left, { data: { unsubscribeNewsletter: { accepted: true } } })
  })

  it('refuse what is no address, with the code', async () => {
    const { data, errors } = await app.query(
      'mutation { subscribeNewsletter(email: "x") { accepted } }',
    )

    assert.equal(data ?? null, null)
    assert.equal(errors?.[0]?.extensions['code'], 'MAIL_ADDRESS_INVALID')
  })
})
