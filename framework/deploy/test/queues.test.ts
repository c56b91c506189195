import assert from 'node:assert/strict'
import { beforeAll, describe, it } from 'vitest'
import type { Template } from '../cloudformation.ts'
import { propertiesOf, useTemplates } from './use-templates.ts'

describe('queues, deployed', () => {
  const make = useTemplates()
  let template: Template
  beforeAll(async () => {
    const manifest = `@queues
work
bulk
  batchSize 100
  batchWindow 5
many
  batchSize 50
ledger
  fifo true
  batchSize 20
  batchWindow 30`
    template = await make(manifest, { aws: 'timeout 20\nconcurrency 4' })
  })

  const queue = (name: string) => propertiesOf(template, `${name}Queue`)
  const lambda = (name: string) => propertiesOf(template, `${name}QueueLambda`)
  const source = (name: string) => lambda(name).Events![`${name}QueueEvent`]!.Properties

  it('are standard unless FIFO is asked for', () => {
    assert.deepEqual(
      ['Work', 'Bulk', 'Many', 'Ledger'].map((name) => queue(name)['FifoQueue']),
      [undefined, undefined, undefined, true],
    )
    assert.equal(queue('Work')['ContentBasedDeduplication'], undefined)
    // For what is sent without an id of its own, as by `@architect/functions`.
    assert.equal(queue('Ledger')['ContentBasedDeduplication'], true)
  })

  it('are encrypted and keep a message for four days', () => {
    for (const name of ['Work', 'Ledger']) {
      assert.equal(queue(name)['SqsManagedSseEnabled'], true)
      assert.equal(queue(name)['MessageRetentionPeriod'], 345_600)
    }
  })

  it('set aside after three tries, in a queue of their own kind, encrypted and for two weeks', () => {
    assert.deepEqual(queue('Work')['RedrivePolicy'], {
      deadLetterTargetArn: { 'Fn::GetAtt': ['WorkQueueLambdaDeadLetters', 'Arn'] },
      maxReceiveCount: 3,
    })
    assert.deepEqual(propertiesOf(template, 'WorkQueueLambdaDeadLetters'), {
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    })
    assert.equal(propertiesOf(template, 'LedgerQueueLambdaDeadLetters')['FifoQueue'], true)
  })

  it('hide a message six times as long as its function may take, and as its batch waits', () => {
    assert.deepEqual(
      ['Work', 'Bulk', 'Ledger'].map((name) => queue(name)['VisibilityTimeout']),
      [120, 125, 120],
    )
    assert.equal(lambda('Ledger')['Timeout'], 20)
  })

  it('hand out batches as declared, of which single messages can fail', () => {
    const batching = (name: string) => [
      source(name)['BatchSize'],
      source(name)['MaximumBatchingWindowInSeconds'],
    ]

    assert.deepEqual(['Work', 'Bulk', 'Many', 'Ledger'].map(batching), [
      [10, 0],
      [100, 5],
      [50, 1],
      [10, 0],
    ])
    assert.deepEqual(source('Ledger')['FunctionResponseTypes'], ['ReportBatchItemFailures'])
  })

  it('reserve instances only where it is declared, and take no more than those can', async () => {
    const usual = await make('@queues\nwork\nledger\n  fifo true')

    assert.equal(lambda('Ledger')['ReservedConcurrentExecutions'], 4)
    assert.deepEqual(source('Ledger')['ScalingConfig'], { MaximumConcurrency: 4 })
    for (const name of ['Work', 'Ledger']) {
      const properties = propertiesOf(usual, `${name}QueueLambda`)
      assert.equal(properties['ReservedConcurrentExecutions'], undefined)
      assert.equal(properties.Events![`${name}QueueEvent`]!.Properties['ScalingConfig'], undefined)
    }
  })

  it('can be FIFO all together', async () => {
    const fifo = await make('@queues\nwork\nbulk\n  fifo false', { aws: 'fifo true' })

    assert.equal(propertiesOf(fifo, 'WorkQueue')['FifoQueue'], true)
    assert.equal(propertiesOf(fifo, 'BulkQueue')['FifoQueue'], undefined)
  })
})
