/**
 * The local S3 for the tests of one file, with clients of AWS's own SDK.
 *
 * @module
 */
import * as sdk from '@aws-sdk/client-s3'
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { startStorage, type Storage, type StorageOptions } from '../local/storage.ts'
import { parseXml, textOf } from '../local/storage/xml.ts'

export const Bucket = 'small-staging-covers'
export const origin = 'http://localhost:3333'

type Commands = typeof sdk
const commands = new Map<string, unknown>(Object.entries(sdk))
type Input<Name extends string> = `${Name}Command` extends infer Command extends keyof Commands
  ? Commands[Command] extends abstract new (...input: infer I) => unknown
    ? Omit<NonNullable<I[0]>, 'Bucket'> & { Bucket?: string }
    : never
  : never

/** What was answered without the SDK. */
export interface Answer {
  status: number
  headers: Record<string, string>
  text: string
  /** Of a refusal. */
  code: string | undefined
  message: string | undefined
}

export interface StorageInTests {
  storage: () => Storage
  /** What was logged since the test began. */
  lines: string[]
  /** What queues were told since the test began. */
  sent: { queue: string; body: Record<string, unknown> }[]
  client: (config?: sdk.S3ClientConfig) => sdk.S3Client
  /** Sends a command of the SDK, to the bucket unless another is named. */
  send: <Name extends string>(name: Name, input: Input<Name>, client?: sdk.S3Client) => Promise<any> // eslint-disable-line typescript/no-explicit-any
  /** The same, and answers how it was refused: `403 AccessDenied`. */
  refused: <Name extends string>(
    name: Name,
    input: Input<Name>,
    client?: sdk.S3Client,
  ) => Promise<string>
  /** Presigns a command. */
  presign: <Name extends string>(
    name: Name,
    input: Input<Name>,
    options?: Parameters<typeof getSignedUrl>[2],
  ) => Promise<string>
  /** Signs a form. */
  signForm: (
    options?: Partial<PresignedPostOptions>,
  ) => Promise<{ url: string; fields: Record<string, string> }>
}

/** Starts it before the tests of a file, with one bucket, `covers`. */
export function useStorage(options: Partial<StorageOptions> = {}): StorageInTests {
  let storage: Storage
  const lines: string[] = []
  const sent: StorageInTests['sent'] = []

  beforeAll(async () => {
    storage = await startStorage({
      port: 0,
      buckets: [{ name: 'covers', physicalName: Bucket, cors: [origin] }],
      log: (line) => lines.push(line),
      async send(queue, body) {
        sent.push({ queue, body: JSON.parse(body) })
        return undefined
      },
      ...options,
    })
  })
  beforeEach(() => {
    lines.length = 0
    sent.length = 0
  })
  afterAll(() => storage.stop())

  const client = (config: sdk.S3ClientConfig = {}) =>
    new sdk.S3Client({
      endpoint: storage.endpoint,
      region: 'us-west-2',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
      ...config,
    })
  const toCommand = (name: string, input: object) => {
    const Command = commands.get(`${name}Command`) as new (input: object) => never
    return new Command({ Bucket, ...input })
  }

  const tools: StorageInTests = {
    storage: () => storage,
    lines,
    sent,
    client,
    send: (name, input, by = client()) => by.send(toCommand(name, input)),
    async refused(name, input, by) {
      try {
        await tools.send(name, input, by)
      } catch (error) {
        const { $metadata, name: code } = error as sdk.S3ServiceException
        return `${$metadata?.httpStatusCode} ${code}`
      }
      return 'done'
    },
    presign: (name, input, more) => getSignedUrl(client(), toCommand(name, input), more),
    signForm: (more = {}) =>
      createPresignedPost(client(), { Bucket, Key: 'user/ada/cover.png', ...more }),
  }
  return tools
}

/** Asks without the SDK, and without what fetch does on its own. */
export function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body = '' } = options
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, async (response) => {
      const parts: Buffer[] = []
      for await (const part of response) parts.push(part as Buffer)
      const text = Buffer.concat(parts).toString()
      const error = text.includes('<Error>') ? parseXml(text) : undefined
      resolve({
        status: response.statusCode!,
        headers: response.headers as Record<string, string>,
        text,
        code: error && textOf(error, 'Code'),
        message: error && textOf(error, 'Message'),
      })
    })
    outgoing.on('error', reject)
    if (method !== 'GET' && method !== 'HEAD' && !headers['transfer-encoding']) {
      outgoing.setHeader('content-length', Buffer.byteLength(body))
    }
    outgoing.end(body)
  })
}

/** Posts a form as a browser does. */
export async function postForm(
  url: string,
  fields: Record<string, string>,
  file: Blob | string | undefined = 'hello',
  {
    fileName = 'cover.png',
    headers = {},
  }: { fileName?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  if (file !== undefined)
    form.append('file', typeof file === 'string' ? new Blob([file]) : file, fileName)
  const response = await fetch(url, { method: 'POST', body: form, headers, redirect: 'manual' })
  const text = await response.text()
  const error = text.includes('<Error>') ? parseXml(text) : undefined
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text,
    code: error && textOf(error, 'Code'),
    message: error && textOf(error, 'Message'),
  }
}
