import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { listRoutes } from '#framework/deploy/http-api.ts'
import { kernelEnv, type EnvDeclaration } from '#framework/env.ts'
import {
  listLambdas,
  listServices,
  listTopics,
  readManifest,
  type Inventory,
} from '#framework/manifest.ts'
import { dryRun } from './dry-run.ts'

interface Resource {
  Type: string
  Properties: Record<string, unknown> & {
    Environment?: { Variables: Record<string, unknown> }
    Events?: Record<string, { Type: string; Properties: Record<string, unknown> }>
    CodeUri?: string
  }
}

describe('arc deploy --dry-run', () => {
  let inv: Inventory
  let resources: [string, Resource][]

  beforeAll(async () => {
    inv = await readManifest()
    const { code, output } = await dryRun({ app: inv.app, variables: requiredVariables(inv) })
    assert.equal(code, 0, output)
    const template = JSON.parse(readFileSync('sam.json', 'utf8')) as {
      Resources: Record<string, Resource>
    }
    resources = Object.entries(template.Resources)
  })
  afterAll(() => rmSync('sam.json', { force: true }))

  const ofType = (type: string) => resources.filter(([, { Type }]) => Type === type)
  const eventsOf = (type: string) =>
    ofType('AWS::Serverless::Function')
      .flatMap(([, { Properties }]) => Object.values(Properties.Events ?? {}))
      .filter((event) => event.Type === type)

  it('has exactly the functions of app.arc and the plugged-in services', () => {
    const expected = listLambdas(inv).map(({ build }) => build)

    const deployed = ofType('AWS::Serverless::Function').map(([, it]) => it.Properties.CodeUri)

    assert.deepEqual(deployed.toSorted(), expected.toSorted())
  })

  it('has exactly their routes, and HEAD wherever there is GET', () => {
    const expected = (inv.http ?? []).flatMap(({ method, path }) => {
      const resource = path!.replace(/:(\w+)/g, '{$1}').replace('*', '{proxy+}')
      const methods = method === 'get' ? ['GET', 'HEAD'] : [method!.toUpperCase()]
      return methods.map((it) => `${it} ${resource}`)
    })

    const deployed = listRoutes(Object.fromEntries(resources)['HTTP']!).map(({ key }) => key)

    assert.deepEqual(deployed.toSorted(), expected.toSorted())
  })

  it('has exactly their tables, topics, queues and schedules', () => {
    assert.equal(ofType('AWS::DynamoDB::Table').length, inv.tables?.length)
    assert.equal(ofType('AWS::SNS::Topic').length, listTopics(inv).length)
    const queues = ofType('AWS::SQS::Queue').filter(([id]) => !id.endsWith('DeadLetters'))
    assert.equal(queues.length, inv.queues?.length)
    assert.equal(ofType('AWS::Scheduler::Schedule').length, inv.scheduled?.length)
  })

  it('keeps the messages that a handler reports as failed', () => {
    const types = eventsOf('SQS').map((it) => it.Properties['FunctionResponseTypes'])

    assert.equal(types.length, inv.queues?.length)
    assert.deepEqual([...new Set(types.flat())], ['ReportBatchItemFailures'])
  })

  it('works off queues in batches as they are declared', () => {
    const event = (id: string) =>
      resources.find(([it]) => it === `${id}QueueLambda`)![1].Properties.Events![`${id}QueueEvent`]!
    const queue = (id: string) => resources.find(([it]) => it === `${id}Queue`)![1].Properties
    const viewed = inv.queues!.find(({ name }) => name === 'article-viewed')!

    assert.equal(event('ArticleViewed').Properties['BatchSize'], viewed.batchSize)
    assert.equal(
      event('ArticleViewed').Properties['MaximumBatchingWindowInSeconds'],
      viewed.batchWindow,
    )
    const longest = viewed.batchWindow! + viewed.config.timeout
    assert.ok((queue('ArticleViewed')['VisibilityTimeout'] as number) > longest)
  })

  it('lets services listen to the topics of the app', () => {
    const expected = listTopics(inv).reduce((sum, { subscribers }) => sum + subscribers.length, 0)

    assert.equal(eventsOf('SNS').length, expected)
  })

  it('gives a function the physical names that it uses, no local value, and no secret', () => {
    const functions = ofType('AWS::Serverless::Function')
    for (const [id, { Properties }] of functions) {
      const variables = Properties.Environment!.Variables

      assert.equal(variables['LOCAL_TOKENS_URL'], undefined, id)
      assert.equal(variables['AWS_ENDPOINT_URL_DYNAMODB'], undefined, id)
      assert.equal(variables['APP_SECRET'], undefined, id)
      assert.ok(!JSON.stringify(variables).includes(requiredVariables(inv)['APP_SECRET']!), id)
    }
    const [, front] = functions.find(([id]) => id === 'GetIndexHTTPLambda')!
    assert.deepEqual(front.Properties.Environment!.Variables['TABLE_ARTICLES'], {
      Ref: 'ArticlesTable',
    })
  })

  it('lets the functions do what the services need, and no others', () => {
    const declared = listServices(inv).flatMap(({ permissions = [] }) => permissions)

    for (const { actions, functions = [] } of declared) {
      const allowed = ofType('AWS::IAM::Role').filter(([, { Properties }]) =>
        actions.every((action) => JSON.stringify(Properties['Policies']).includes(`"${action}"`)),
      )
      assert.equal(allowed.length, functions.length, actions.join(', '))
    }
  })

  it('refuses to deploy without a secret, and says how to set it', async () => {
    const { output, code } = await dryRun({ app: inv.app, variables: {} })

    assert.notEqual(code, 0)
    assert.match(output, /APP_SECRET is not set/)
    assert.match(output, /npx arc env --add --env staging APP_SECRET/)
  })
})

/** A well-formed value for each variable that has no default. */
function requiredVariables(inv: Inventory): Record<string, string> {
  const declared: EnvDeclaration = Object.assign(
    {},
    kernelEnv,
    ...listServices(inv).map(({ env }) => env),
  )
  return Object.fromEntries(
    Object.entries(declared)
      .filter(([, { optional }]) => !optional)
      .map(([name, { example }]) => [
        name,
        name === 'APP_SECRET' ? 'x'.repeat(64) : example!.replace(/^"(.*)"$/, '$1'),
      ]),
  )
}
