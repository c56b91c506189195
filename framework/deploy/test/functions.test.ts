import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import type { FunctionAccess } from '../access.ts'
import { listOfType } from '../cloudformation.ts'
import { propertiesOf, useTemplates } from './use-templates.ts'

describe('functions, deployed', () => {
  const make = useTemplates()

  it('run on Node 24 and arm64, with the memory and the time that app.arc gives them', async () => {
    const template = await make('', { aws: 'memory 512\ntimeout 7' })

    const { Runtime, Architectures, MemorySize, Timeout, Description } = propertiesOf(
      template,
      'GetIndexHTTPLambda',
    )
    assert.deepEqual(
      [Runtime, Architectures, MemorySize, Timeout, Description],
      ['nodejs24.x', ['arm64'], 512, 7, 'get /'],
    )
  })

  it('reserve instances where it is declared', async () => {
    const read = async (aws: string) =>
      propertiesOf(await make('', { aws }), 'GetIndexHTTPLambda')['ReservedConcurrentExecutions']

    assert.equal(await read('concurrency 3'), 3)
    assert.equal(await read(''), undefined)
  })

  it('are followed by X-Ray where it is asked for', async () => {
    const read = async (lines: string) =>
      propertiesOf(await make(lines), 'GetIndexHTTPLambda')['Tracing']

    assert.equal(await read('@deploy\ntracing true'), 'Active')
    assert.equal(await read(''), undefined)
  })

  it('write to a log group of their own, which forgets', async () => {
    const template = await make('@events\nhappened\n\n@deploy\nstaging\n  logs 7')

    const groups = listOfType(template, 'AWS::Logs::LogGroup')
    assert.deepEqual(
      groups.map(([id, { Properties }]) => [id, Properties]),
      ['GetIndexHTTPLambda', 'HappenedEventLambda'].map((id) => [
        `${id}Logs`,
        { LogGroupName: { 'Fn::Sub': `/aws/lambda/\${AWS::StackName}-${id}` }, RetentionInDays: 7 },
      ]),
    )
    assert.deepEqual(propertiesOf(template, 'HappenedEventLambda')['LoggingConfig'], {
      LogGroup: { Ref: 'HappenedEventLambdaLogs' },
    })
  })

  it('need no parameters of Architect’s, unless they hold its functions', async () => {
    const manifest = '@events\nhappened\n\n@queues\nwork\n\n@tables\nnotes\n  id *String'
    const access: FunctionAccess = {
      tables: {},
      indexes: {},
      topics: [],
      queues: [],
      buckets: {},
      env: [],
      permissions: [],
      usesArchitect: true,
      waitsForSecrets: true,
    }

    const usual = await make(manifest)
    const architects = await make(manifest, {
      readAccess: async () => new Map([['GetIndexHTTPLambda', access]]),
    })

    const named = (template: typeof usual) =>
      listOfType(template, 'AWS::SSM::Parameter')
        .map(([id]) => id)
        .filter((id) => /^(Notes|Happened|Work)/.test(id))
    assert.deepEqual(named(usual), [])
    assert.deepEqual(named(architects), ['NotesParam', 'HappenedEventTopicParam', 'WorkQueueParam'])
  })
})
