import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { readStack } from '../aws/stack.ts'
import type { ServeManifest } from '../manifest.ts'

const lambda = { file: '', memory: 128, timeout: 10 }
const manifest: ServeManifest = {
  app: 'magazine',
  stackPrefix: 'Magazine',
  version: '1.0.0',
  parts: ['http'],
  names: { ArticlesTable: 'TABLE_ARTICLES', JobsQueue: 'QUEUE_JOBS' },
  env: {},
  functions: [
    { ...lambda, pragma: 'http', name: 'get /', logicalId: 'GetIndexHTTPLambda' },
    {
      ...lambda,
      pragma: 'events',
      name: 'feed-on-published',
      logicalId: 'FeedOnPublishedEventLambda',
    },
  ],
}

describe('a deployed stack', () => {
  const asked: Record<string, unknown>[] = []
  // CloudFormation and SSM, as far as they are asked.
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    if (request.headers['x-amz-target'] === 'AmazonSSM.GetParametersByPath') {
      const parameters = JSON.parse(body) as { Path: string; NextToken?: string }
      asked.push(parameters)
      response.setHeader('content-type', 'application/x-amz-json-1.1')
      return response.end(JSON.stringify(toParameters(parameters)))
    }
    const query = new URLSearchParams(body)
    response.setHeader('content-type', 'text/xml')
    if (query.get('StackName') === 'MagazineProduction') {
      return response.end(toResources(query.get('NextToken')))
    }
    return response.writeHead(400).end(unknown)
  })
  const before = { ...process.env }
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_CLOUDFORMATION: url,
      AWS_ENDPOINT_URL_SSM: url,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
    })
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
  })

  it('tells names, variables and secrets, of all pages of the answer', async () => {
    const { env, names } = await readStack('MagazineProduction', manifest)

    assert.deepEqual(env, {
      ARC_ENV: 'production',
      APP_URL: 'https://d111.cloudfront.net',
      APP_SECRET: 'from-ssm',
      MAIL_FROM: 'a@example.com',
      TABLE_ARTICLES: 'magazine-articles-1X',
      QUEUE_JOBS: 'https://sqs.eu-west-1.amazonaws.com/1/jobs-1X',
      SUBSCRIBER_FEED_ON_PUBLISHED: 'https://sqs.eu-west-1.amazonaws.com/1/feed-1X',
    })
    assert.deepEqual(names, { GetIndexHTTPLambda: 'MagazineProduction-GetIndex-1X' })
    assert.ok(asked.every(({ WithDecryption }) => WithDecryption === true))
  })

  it('that is not there is told by its name', async () => {
    await assert.rejects(
      readStack('MagazineStaging', manifest),
      /^Error: The stack MagazineStaging cannot be read: Stack with id MagazineStaging does not exist\. Is it/,
    )
  })
})

function toParameters({ Path, NextToken }: { Path: string; NextToken?: string }) {
  const of = (values: Record<string, string>) =>
    Object.entries(values).map(([name, Value]) => ({ Name: `${Path}/${name}`, Value }))
  if (Path === '/MagazineProduction') {
    return { Parameters: of({ APP_URL: 'https://d111.cloudfront.net', 'tables/x': 'y' }) }
  }
  if (Path !== '/magazine/production') return { Parameters: [] }
  return NextToken
    ? { Parameters: of({ MAIL_FROM: 'a@example.com' }) }
    : { Parameters: of({ APP_SECRET: 'from-ssm' }), NextToken: 'more' }
}

const toMember = ([id, physical, type]: string[]) =>
  `<member><LogicalResourceId>${id}</LogicalResourceId>` +
  `<PhysicalResourceId>${physical}</PhysicalResourceId><ResourceType>AWS::${type}</ResourceType></member>`

function toResources(token: string | null): string {
  const queues = 'https://sqs.eu-west-1.amazonaws.com/1'
  const members = token
    ? [['GetIndexHTTPLambda', 'MagazineProduction-GetIndex-1X', 'Lambda::Function']]
    : [
        ['ArticlesTable', 'magazine-articles-1X', 'DynamoDB::Table'],
        ['JobsQueue', `${queues}/jobs-1X`, 'SQS::Queue'],
        ['FeedOnPublishedSubscriber', `${queues}/feed-1X`, 'SQS::Queue'],
        ['OtherQueue', `${queues}/other`, 'SQS::Queue'],
      ]
  return `<ListStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
    <ListStackResourcesResult><StackResourceSummaries>${members.map(toMember).join('')}
    </StackResourceSummaries>${token ? '' : '<NextToken>more</NextToken>'}
    </ListStackResourcesResult></ListStackResourcesResponse>`
}

const unknown = `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error>
  <Type>Sender</Type><Code>ValidationError</Code>
  <Message>Stack with id MagazineStaging does not exist</Message></Error></ErrorResponse>`
