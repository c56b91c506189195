/**
 * Stands between the functions and the local AWS, and counts for each function what it asks for.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What one function has asked AWS for. */
export interface AwsUse {
  dynamodb: number
  sqs: number
  sns: number
  s3: number
  /** Of those to S3, the ones that write. */
  puts: number
  reads: number
  writes: number
}

const services = ['dynamodb', 'sqs', 'sns', 's3'] as const

/** A running recorder. */
export interface Recorder {
  /** Where the functions find a service. */
  urlOf: (service: (typeof services)[number]) => string
  /** What has been asked with this access key. */
  use: (key: string) => AwsUse
  stop: () => Promise<void>
}

/** Functions are told apart by the access key that each signs with. */
export async function startRecorder(endpoints: {
  database: string
  delivery: string
  storage: string
}): Promise<Recorder> {
  const uses = new Map<string, AwsUse>()
  const use = (key: string) => {
    const known = uses.get(key) ?? {
      dynamodb: 0,
      sqs: 0,
      sns: 0,
      s3: 0,
      puts: 0,
      reads: 0,
      writes: 0,
    }
    uses.set(key, known)
    return known
  }
  const servers = await Promise.all(
    services.map(async (service) => {
      const target =
        service === 'dynamodb'
          ? endpoints.database
          : service === 's3'
            ? endpoints.storage
            : endpoints.delivery
      const server = createServer(async (incoming, outgoing) => {
        const { status, headers, body } = await forward(incoming, target, service === 'dynamodb')
        const its = use(keyOf(incoming))
        its[service]++
        if (service === 's3' && incoming.method === 'PUT') its.puts++
        if (service === 'dynamodb') count(its, String(incoming.headers['x-amz-target']), body)
        // The answer to a HEAD tells of a length that is not sent.
        const length = incoming.method === 'HEAD' ? {} : { 'content-length': body.length }
        outgoing.writeHead(status, { ...headers, ...length }).end(body)
      })
      await once(server.listen(0, '127.0.0.1'), 'listening')
      return { service, server, port: (server.address() as AddressInfo).port }
    }),
  )
  return {
    urlOf: (service) => `http://127.0.0.1:${servers.find((it) => it.service === service)!.port}`,
    use,
    async stop() {
      for (const { server } of servers) server.closeAllConnections()
      await Promise.all(servers.map(({ server }) => once(server.close(), 'close')))
    },
  }
}

async function forward(incoming: IncomingMessage, target: string, isDatabase: boolean) {
  const { method, headers, url } = incoming
  const given = await read(incoming)
  const body = isDatabase ? askForUnits(given) : given
  const { 'transfer-encoding': _chunked, ...rest } = headers
  const asked = request(`${target}${url}`, {
    method: method!,
    headers: { ...rest, 'content-length': body.length, 'accept-encoding': 'identity' },
  })
  asked.end(body)
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const { 'transfer-encoding': _also, connection: _hop, ...back } = answer.headers
  return { status: answer.statusCode!, headers: back, body: await read(answer) }
}

function askForUnits(body: Buffer): Buffer {
  const asked = JSON.parse(body.toString()) as object
  return Buffer.from(JSON.stringify({ ...asked, ReturnConsumedCapacity: 'TOTAL' }))
}

interface Consumed {
  CapacityUnits?: number
  ReadCapacityUnits?: number
  WriteCapacityUnits?: number
}
type Answer = { ConsumedCapacity?: Consumed | Consumed[] }

// A read that is eventually consistent is half a unit; what a transaction takes is doubled already.
function count(use: AwsUse, action: string, body: Buffer): void {
  const { ConsumedCapacity = [] } = JSON.parse(body.toString() || '{}') as Answer
  const isRead = /Get|Query|Scan/.test(action)
  for (const units of [ConsumedCapacity].flat()) {
    const { CapacityUnits = 0 } = units
    use.reads += units.ReadCapacityUnits ?? (isRead ? CapacityUnits : 0)
    use.writes += units.WriteCapacityUnits ?? (isRead ? 0 : CapacityUnits)
  }
}

function keyOf({ headers }: IncomingMessage): string {
  return /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? ''
}

async function read(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
