/**
 * What stands between the project's commands and MiniStack, so that it answers them like AWS.
 *
 * @module
 */
import { createServer, request as send, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { listenOnLoopback } from '../../../framework/twin.ts'
import { createDifferences, isTemplate } from './differences.ts'

/** Starts it on a loopback port. `target` is MiniStack's. */
export async function startBridge(options: { port: number; target: number }) {
  const { port, target } = options
  const { mendRequest, mendAnswer } = createDifferences(target)
  const server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', headers } = incoming
    const whole = await buffer(incoming)
    const { path, isText } = readKind(incoming)
    const asked = mendRequest({ path, body: isText ? whole.toString() : '' })
    const body = isText ? Buffer.from(asked.body) : whole
    const length = body.length > 0 ? { 'content-length': body.length } : {}

    const onward = send({
      host: '127.0.0.1',
      port: target,
      method,
      path: asked.path,
      headers: { ...headers, ...length },
    })
    onward.once('error', () => outgoing.destroy())
    onward.once('response', async (response) => {
      const { statusCode = 500, headers: rest } = response
      const { status, body: answer } = mendAnswer(asked, {
        status: statusCode,
        body: await buffer(response),
      })
      // The answer to HEAD tells the length of what it leaves out.
      const own = method === 'HEAD' ? {} : { 'content-length': answer.length }
      outgoing.writeHead(status, { ...rest, ...own }).end(answer)
    })
    onward.end(body)
  })
  return listenOnLoopback(server, port)
}

/** Commands to CloudFormation and templates are read; all else passes as it is. */
function readKind({ url: path = '/', headers }: IncomingMessage) {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false
  return { path, isText: isForm || isTemplate(path) }
}
