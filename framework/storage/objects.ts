/**
 * Objects: reading, writing, copying and listing them.
 *
 * @module
 */
import type { Readable } from 'node:stream'
import { isRefusal, readAll, send, sendForText } from './send.ts'
import { encode } from './signature.ts'
import type { ObjectHead, ObjectPage, PutOptions, ReadOptions } from './types.ts'
import { eachIn, textIn } from './xml.ts'

const metadataPrefix = 'x-amz-meta-'

/** Undefined where there is none. */
export async function openObject(
  url: string,
  { key, method, range, etag }: ReadOptions & { key: string; method: 'GET' | 'HEAD' },
): Promise<{ head: ObjectHead; body: Readable } | undefined> {
  const headers = {
    ...(range && { range: `bytes=${range.join('-')}` }),
    ...(etag && { 'if-match': `"${etag}"` }),
  }
  try {
    const { headers: said, body } = await send({ method, url, headers })
    if (method === 'HEAD') body.resume()
    return { head: toHead(key, said), body }
  } catch (error) {
    if (isRefusal(error, 404)) return undefined
    throw error
  }
}

export async function putObject(
  url: string,
  body: string | Uint8Array,
  options: PutOptions,
): Promise<void> {
  const answer = await send({
    method: 'PUT',
    url,
    headers: toHeaders(options),
    body,
    timeout: 30_000,
  })
  answer.body.resume()
}

/** @throws Error with S3's code as its name */
export async function copyObject(
  url: string,
  { bucket, key, etag }: { bucket: string; key: string; etag: string },
): Promise<void> {
  const source = `/${bucket}/${key.split('/').map(encode).join('/')}`
  const headers = { 'x-amz-copy-source': source, 'x-amz-copy-source-if-match': `"${etag}"` }
  // The answer begins when the copy is done.
  await sendForText({ method: 'PUT', url, headers, timeout: 60_000 })
}

export async function listObjects(
  url: string,
  {
    prefix,
    limit = 1000,
    cursor,
  }: { prefix?: string; limit?: number; cursor?: string | undefined },
): Promise<ObjectPage> {
  const query = {
    'list-type': '2',
    // XML cannot hold every key.
    'encoding-type': 'url',
    'max-keys': String(limit),
    ...(prefix && { prefix }),
    ...(cursor && { 'continuation-token': cursor }),
  }
  const { body } = await send({ method: 'GET', url, query })
  const xml = (await readAll(body)).toString()
  const next = textIn(xml, 'NextContinuationToken')
  return { objects: eachIn(xml, 'Contents').map(toListed), ...(next && { cursor: next }) }
}

/** What S3 is told of an object that is written. */
export function toHeaders({ contentType, metadata = {} }: PutOptions): Record<string, string> {
  const named = Object.entries(metadata).map(([name, value]) => [`${metadataPrefix}${name}`, value])
  return { ...(contentType && { 'content-type': contentType }), ...Object.fromEntries(named) }
}

function toHead(key: string, headers: Readonly<Record<string, string>>): ObjectHead {
  const whole = /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1]
  const metadata = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(metadataPrefix) ? [[name.slice(metadataPrefix.length), value]] : [],
  )
  return {
    key,
    size: Number(whole ?? headers['content-length']),
    etag: toEtag(headers['etag']!),
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    modifiedAt: new Date(headers['last-modified']!).toISOString(),
    metadata: Object.fromEntries(metadata),
  }
}

function toListed(xml: string): ObjectPage['objects'][number] {
  return {
    key: decodeURIComponent(textIn(xml, 'Key')!.replaceAll('+', ' ')),
    size: Number(textIn(xml, 'Size')),
    etag: toEtag(textIn(xml, 'ETag')!),
    modifiedAt: new Date(textIn(xml, 'LastModified')!).toISOString(),
  }
}

function toEtag(quoted: string): string {
  return quoted.replaceAll('"', '')
}
