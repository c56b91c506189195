/**
 * What comes in the body of a call.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { ApiProblem, isObject, type Json } from './api/call.ts'

const maxJson = 1024 * 1024

/** @throws ApiProblem where it is anything but a JSON object of at most 1 MB. */
export async function readJson(request: IncomingMessage): Promise<Json> {
  const bytes = await readBytes(request, maxJson)
  if (bytes.length === 0) return {}
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new ApiProblem(415, 'The console takes application/json.')
  }
  try {
    const body: unknown = JSON.parse(bytes.toString())
    if (isObject(body)) return body
  } catch {
    // As any other text that is no object.
  }
  throw new ApiProblem(400, 'The body is not a JSON object.')
}

/**
 * Keeps no more than is allowed, but reads to the end: who is cut off does not see the answer.
 *
 * @throws ApiProblem where there are more than `limit`.
 */
export async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
  }
  if (size > limit) {
    const most = Math.floor(limit / 1_000_000)
    throw new ApiProblem(413, `This is more than the ${most} MB that the console takes.`)
  }
  return Buffer.concat(chunks)
}
