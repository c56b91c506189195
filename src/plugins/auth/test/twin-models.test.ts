import assert from 'node:assert/strict'
import type { AdapterPayload } from 'oidc-provider'
import { describe, it } from 'vitest'
import { openDatabase } from '../twin/database.ts'
import { createAdapter } from '../twin/models.ts'

describe('what the twin of Auth0 keeps for oidc-provider', () => {
  async function open({ leeway = 0 } = {}) {
    const db = openDatabase(':memory:')
    const options = { leeway: () => leeway }
    const grants = createAdapter(db, 'Grant', options)
    const tokens = createAdapter(db, 'RefreshToken', options)
    const payload = { kind: 'RefreshToken', grantId: 'family', accountId: 'auth0|1' }
    await grants.upsert('family', { kind: 'Grant' } as AdapterPayload, 60)
    await tokens.upsert('token', payload as AdapterPayload, 60)
    return { grants, tokens, payload: payload as AdapterPayload }
  }

  it('is used up once: the second of two who saw it unused ends the family', async () => {
    const { grants, tokens } = await open()
    await Promise.all([tokens.find('token'), tokens.find('token')])

    await tokens.consume('token')
    await assert.rejects(tokens.consume('token'), { message: 'invalid_grant' })

    assert.equal(await tokens.find('token'), undefined)
    assert.equal(await grants.find('family'), undefined)
  })

  it('takes nothing new into a family that was ended', async () => {
    const { grants, tokens, payload } = await open()

    await grants.destroy('family')

    await assert.rejects(tokens.upsert('next', payload, 60), { message: 'invalid_grant' })
  })

  it('is used up again within the leeway', async () => {
    const { tokens } = await open({ leeway: 10 })

    await tokens.consume('token')
    await tokens.consume('token')

    assert.equal((await tokens.find('token'))!.consumed, undefined)
  })
})
