/**
 * A stand-in of SSM Parameter Store: what is kept, and what was asked.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, vi } from 'vitest'

interface Asked {
  Names: string[]
  WithDecryption: boolean
}

/** Starts it for the tests of a file, whose environment points to it and is a deployed stage's. */
export function useParameters() {
  const values = new Map<string, string>()
  const asked: Asked[] = []
  /** AWS's codes, each answered once. */
  const failures: string[] = []
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await readBody(request)) as Asked
    asked.push(body)
    const failure = failures.shift()
    response.statusCode = failure ? 400 : 200
    response.setHeader('content-type', 'application/x-amz-json-1.1')
    response.end(JSON.stringify(failure ? { __type: failure } : toAnswer(body.Names)))
  })
  const toAnswer = (names: string[]) => ({
    Parameters: names.flatMap((Name) => {
      const Value = values.get(Name)
      return Value === undefined ? [] : [{ Name, Type: 'SecureString', Value }]
    }),
    InvalidParameters: names.filter((name) => !values.has(name)),
  })

  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  beforeEach(() => {
    values.clear()
    asked.length = 0
    failures.length = 0
    const { port } = server.address() as AddressInfo
    vi.stubEnv('AWS_ENDPOINT_URL_SSM', `http://127.0.0.1:${port}`)
    vi.stubEnv('AWS_REGION', 'eu-central-1')
    vi.stubEnv('ARC_ENV', 'staging')
    vi.stubEnv('APP_SECRET', 'x'.repeat(40))
  })
  return { values, asked, failures }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
