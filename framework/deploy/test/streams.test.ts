import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { propertiesOf, useTemplates } from './use-templates.ts'

describe('table streams, deployed', () => {
  const make = useTemplates()

  it('try a bad change three times, alone, and go on without it', async () => {
    const template = await make('@tables\nledger\n  id *String\n\n@tables-streams\nledger')

    const { DestinationConfig, ...source } = propertiesOf(template, 'LedgerTableStreamEvent')
    assert.deepEqual(DestinationConfig, {
      OnFailure: {
        Destination: { 'Fn::GetAtt': ['LedgerTableStreamLambdaDeadLetters', 'Arn'] },
      },
    })
    assert.equal(source['BisectBatchOnFunctionError'], true)
    assert.equal(source['MaximumRetryAttempts'], 2)
    assert.equal(source['MaximumRecordAgeInSeconds'], 86_400)
    assert.deepEqual(source['FunctionResponseTypes'], ['ReportBatchItemFailures'])
    assert.equal(
      propertiesOf(template, 'LedgerTableStreamLambdaDeadLetters')['SqsManagedSseEnabled'],
      true,
    )
  })
})
