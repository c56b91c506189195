/**
 * The same handlers behind a bare node:http server, in one process: what there is to win at most.
 *
 *     node bench/local/bare.mjs <port> <JSON: folders of bundles by route>
 *
 * @module
 */
import { createServer } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [port, routes] = process.argv.slice(2)
const handlers = new Map()
for (const [route, folder] of Object.entries(JSON.parse(routes))) {
  const { handler } = await import(pathToFileURL(join(folder, 'index.mjs')).href)
  handlers.set(route, handler)
}

createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => void answer(request, Buffer.concat(chunks).toString(), response))
}).listen(Number(port), '127.0.0.1')

async function answer({ method, url, headers, socket }, body, response) {
  const [rawPath, rawQueryString = ''] = url.split('?')
  const {
    statusCode,
    headers: sent,
    body: text,
  } = await handlers.get(rawPath)(
    {
      version: '2.0',
      routeKey: `${method} ${rawPath}`,
      rawPath,
      rawQueryString,
      headers,
      requestContext: {
        http: { method, path: rawPath, sourceIp: socket.remoteAddress, protocol: 'HTTP/1.1' },
        requestId: crypto.randomUUID(),
        domainName: 'localhost',
        stage: '$default',
        timeEpoch: Date.now(),
      },
      isBase64Encoded: false,
      ...(body && { body }),
    },
    { awsRequestId: 'bare', getRemainingTimeInMillis: () => 10_000 },
  )
  response.writeHead(statusCode, sent).end(text)
}
