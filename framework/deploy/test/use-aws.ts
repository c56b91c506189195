/**
 * The few answers of AWS that a plan and the guard ask for: a stage’s variables from SSM, and the
 * template of one stack from CloudFormation. Whatever else is asked is refused, and noted.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Template } from '../cloudformation.ts'

/** What the stand-in knows. */
export interface KnownAws {
  variables: Record<string, string>
  /** What is deployed; absent when nothing is. */
  template?: Template | undefined
}

/** Starts the stand-in; answers what it knows, to be changed, and how to reach it. */
export function useAws(first: KnownAws) {
  const known: KnownAws = { ...first }
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const target = String(request.headers['x-amz-target'] ?? '')
    if (target === 'AmazonSSM.GetParametersByPath') {
      asked.push(target)
      const Parameters = Object.entries(known.variables).map(([name, Value]) => ({
        Name: `/small/staging/${name}`,
        Value,
      }))
      response.setHeader('content-type', 'application/x-amz-json-1.1')
      response.end(JSON.stringify({ Parameters }))
      return
    }
    const query = new URLSearchParams(`${request.url?.split('?')[1] ?? ''}&${await read(request)}`)
    const action = target || String(query.get('Action'))
    asked.push(action)
    response.setHeader('content-type', 'text/xml')
    if (action === 'GetTemplate' && known.template) {
      response.end(toAnswer(JSON.stringify(known.template)))
      return
    }
    response.statusCode = 400
    response.end(toRefusal(String(query.get('StackName'))))
  })

  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  beforeEach(() => {
    asked.length = 0
    Object.assign(known, { template: undefined }, first)
  })
  afterAll(() => {
    server.close()
  })

  return {
    known,
    /** What was asked, in order. */
    asked,
    /** Environment variables with which `arc` and our commands find it. */
    env: () => ({
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'dummy',
      AWS_SECRET_ACCESS_KEY: 'dummy',
      AWS_REGION: 'us-west-2',
      CI: 'true',
    }),
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function toAnswer(body: string): string {
  const text = body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  return `<GetTemplateResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
    <GetTemplateResult><TemplateBody>${text}</TemplateBody></GetTemplateResult>
    </GetTemplateResponse>`
}

function toRefusal(stackName: string): string {
  return `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error>
    <Type>Sender</Type><Code>ValidationError</Code>
    <Message>Stack with id ${stackName} does not exist</Message></Error></ErrorResponse>`
}
