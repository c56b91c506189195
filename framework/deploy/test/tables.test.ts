import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { listOfType } from '../cloudformation.ts'
import { propertiesOf, useTemplates } from './use-templates.ts'

const key = 'arn:aws:kms:eu-west-1:123456789012:key/12ab'
const manifest = `@tables
notes
  id *String
  expiresAt TTL

secrets
  id *String
  encrypt ${key}
  pitr false

cheap
  id *String
  encrypt false
`

describe('tables, deployed', () => {
  const make = useTemplates()

  it('are billed by use, encrypted, restorable, and forget what has expired', async () => {
    const template = await make(manifest)

    const notes = propertiesOf(template, 'NotesTable')
    assert.equal(notes['BillingMode'], 'PAY_PER_REQUEST')
    assert.deepEqual(notes['SSESpecification'], { SSEEnabled: true })
    assert.deepEqual(notes['PointInTimeRecoverySpecification'], {
      PointInTimeRecoveryEnabled: true,
    })
    assert.deepEqual(notes['TimeToLiveSpecification'], {
      AttributeName: 'expiresAt',
      Enabled: true,
    })
  })

  it('keep to what app.arc says of a key of one’s own and of restoring', async () => {
    const template = await make(manifest)

    const secrets = propertiesOf(template, 'SecretsTable')
    assert.equal((secrets['SSESpecification'] as Record<string, string>)['KMSMasterKeyId'], key)
    assert.equal(propertiesOf(template, 'CheapTable')['SSESpecification'], undefined)
    assert.deepEqual(secrets['PointInTimeRecoverySpecification'], {
      PointInTimeRecoveryEnabled: false,
    })
  })

  it('cannot be deleted in production, and outlive their stack; in staging they go with it', async () => {
    const read = async (stage: 'staging' | 'production') =>
      listOfType(await make(manifest, { stage }), 'AWS::DynamoDB::Table').map(
        ([, { DeletionPolicy, UpdateReplacePolicy, Properties }]) =>
          `${DeletionPolicy} ${UpdateReplacePolicy} ${Properties['DeletionProtectionEnabled']}`,
      )

    const [staging, production] = [await read('staging'), await read('production')]
    // The fourth is the kernel's own.
    assert.deepEqual(production, Array(4).fill('Retain Retain true'))
    assert.deepEqual(staging, Array(4).fill('Delete Delete false'))
  })
})
