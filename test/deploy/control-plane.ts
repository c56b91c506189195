/**
 * The few answers of AWS's control plane that `arc deploy --dry-run` asks for: the environment of
 * the stage from SSM, and a CloudFormation that knows no stack yet.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Starts the stand-in on a free loopback port; `variables` are those of the stage `staging`. */
export async function startControlPlane(app: string, variables: Record<string, string>) {
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const body = await readBody(request)
    const target = String(request.headers['x-amz-target'] ?? '')

    if (target === 'AmazonSSM.GetParametersByPath') {
      asked.push(target)
      const Parameters = Object.entries(variables).map(([name, Value]) => ({
        Name: `/${app}/staging/${name}`,
        Type: 'SecureString',
        Value,
      }))
      response.setHeader('content-type', 'application/x-amz-json-1.1')
      response.end(JSON.stringify({ Parameters }))
      return
    }

    const query = new URLSearchParams(`${request.url?.split('?')[1] ?? ''}&${body}`)
    asked.push(target || String(query.get('Action')))
    response.statusCode = 400
    response.setHeader('content-type', 'text/xml')
    response.end(unknownStack(String(query.get('StackName'))))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What was asked, in order. */
    asked,
    stop: () => server.close(),
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function unknownStack(name: string): string {
  return `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error>
    <Type>Sender</Type><Code>ValidationError</Code>
    <Message>Stack with id ${name} does not exist</Message></Error></ErrorResponse>`
}
