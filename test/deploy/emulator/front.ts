/**
 * The site's address: what DNS and CloudFront's edge are in front of a real deployment.
 *
 * @module
 */
import { createServer, request as send } from 'node:http'
import { listenOnLoopback } from '../../../framework/twin.ts'

/** Passes every request on to the distribution in MiniStack. */
export async function startFront(options: {
  port: number
  target: number
  findDomain: () => string
}) {
  const { port, target, findDomain } = options
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming
    const host = findDomain()
    const onward = send({
      host: '127.0.0.1',
      port: target,
      method,
      path: url,
      // By this MiniStack knows that it was asked over TLS, which ends here.
      headers: { ...headers, host, 'x-forwarded-proto': 'https' },
    })
    onward.once('error', () => outgoing.destroy())
    onward.once('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.rawHeaders)
      answer.pipe(outgoing)
    })
    incoming.pipe(onward)
  })
  return listenOnLoopback(server, port)
}
