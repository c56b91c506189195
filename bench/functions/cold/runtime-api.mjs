/**
 * Lambda's Runtime API on loopback, for one process after the other.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 * @module
 */
import { createServer } from 'node:http'
import { once } from 'node:events'

/** Starts the server; `expect` says what the next process is to be given, and answers its result. */
export async function startRuntimeApi() {
  let current
  const server = createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => answer(request, Buffer.concat(chunks).toString(), response))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')

  function answer({ url }, body, response) {
    const [what] = url.match(/next$|response$|error$/) ?? []
    // What asks for a second event waits until it is ended.
    if (what === 'next' && current?.event) {
      const { event } = current
      current.event = undefined
      response.writeHead(200, toHeaders()).end(event)
      return
    }
    if (what === 'next') return
    response.writeHead(202).end()
    if (what === 'response') current?.resolve(JSON.parse(body || 'null'))
    else current?.reject(new Error(body))
  }

  return {
    address: `127.0.0.1:${server.address().port}`,
    expect(event) {
      return new Promise((resolve, reject) => {
        current = { event: JSON.stringify(event), resolve, reject }
      })
    },
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function toHeaders() {
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': crypto.randomUUID(),
    'lambda-runtime-deadline-ms': String(Date.now() + 10_000),
    'lambda-runtime-invoked-function-arn':
      'arn:aws:lambda:eu-central-1:000000000000:function:bench',
    'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
  }
}
