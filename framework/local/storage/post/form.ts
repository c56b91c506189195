/**
 * A form with a file, as browsers send it: the fields before the file, then the file as it comes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7578
 * @module
 */
import { refuse } from '../errors.ts'
import { createReader, readAll, type ByteReader } from '../reader.ts'
import type { S3Request } from '../types.ts'

/** A form, read up to the bytes of its file. */
export interface Form {
  /** By lower-case name. */
  fields: Map<string, string>
  /** As the browser named the file, without a path. */
  fileName: string
  /** The bytes; ends with an error where the form is cut off. */
  file: AsyncIterable<Buffer>
}

/** The most that the fields may take, in bytes. */
const longestFields = 20 * 1024

/** @throws MalformedPOSTRequest, MaxPostPreDataLengthExceededError, InvalidArgument, PreconditionFailed */
export async function readForm(request: S3Request): Promise<Form> {
  const boundary = requireBoundary(request)
  request.proceed()
  const bytes = request.incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  const reader = createReader(withLineBreak(bytes), () => refuse('MalformedPOSTRequest'))
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  await readText(reader, delimiter)

  const fields = new Map<string, string>()
  for (let used = 0; ;) {
    if (await isEnd(reader)) throw refuseFileCount(0)
    const head = await readText(reader, Buffer.from('\r\n\r\n'))
    const { name, fileName } = readHead(head)
    if (name === 'file') return { fields, fileName, file: reader.until(delimiter) }
    const value = await readText(reader, delimiter)
    used += name.length + Buffer.byteLength(value)
    if (used > longestFields) throw refuseFields()
    if (fields.has(name)) {
      throw refuse('InvalidArgument', {
        message: 'POST requires each form field once.',
        details: { ArgumentName: name, ArgumentValue: value },
      })
    }
    fields.set(name, value)
  }
}

export function refuseFileCount(count: number): Error {
  return refuse('InvalidArgument', {
    message: 'POST requires exactly one file upload per request.',
    details: { ArgumentName: 'file', ArgumentValue: count },
  })
}

function requireBoundary({ header }: S3Request): string {
  const type = header('content-type') ?? ''
  if (!/^multipart\/form-data\b/i.test(type)) {
    const Condition = 'Bucket POST must be of the enclosure-type multipart/form-data'
    throw refuse('PreconditionFailed', { details: { Condition } })
  }
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type) ?? []
  const boundary = quoted ?? plain
  if (boundary && boundary.length <= 70) return boundary
  throw refuse('MalformedPOSTRequest')
}

// The first boundary stands at the beginning, all others behind a line break.
async function* withLineBreak(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from('\r\n')
  yield* bytes
}

/** What follows a boundary: a line break before the next part, or two dashes. */
async function isEnd(reader: ByteReader): Promise<boolean> {
  const options = { longest: 2, onTooLong: () => refuse('MalformedPOSTRequest') }
  const next = (await readAll(reader.take(2), options)).toString('latin1')
  if (next !== '\r\n' && next !== '--') throw refuse('MalformedPOSTRequest')
  return next === '--'
}

async function readText(reader: ByteReader, delimiter: Buffer): Promise<string> {
  const options = { longest: longestFields, onTooLong: refuseFields }
  return (await readAll(reader.until(delimiter), options)).toString()
}

function refuseFields(): Error {
  return refuse('MaxPostPreDataLengthExceededError')
}

function readHead(head: string): { name: string; fileName: string } {
  const disposition =
    head.split('\r\n').find((line) => /^content-disposition\s*:/i.test(line)) ?? ''
  const name = readParameter(disposition, 'name')
  if (!/:\s*form-data\b/i.test(disposition) || !name) throw refuse('MalformedPOSTRequest')
  const fileName = readParameter(disposition, 'filename') ?? ''
  // Some browsers send a whole path.
  return { name: name.toLowerCase(), fileName: fileName.split(/[\\/]/).at(-1)! }
}

// Browsers write a quote within a name as %22, and line breaks as %0D and %0A.
function readParameter(disposition: string, parameter: string): string | undefined {
  const [, quoted, plain] =
    new RegExp(`;\\s*${parameter}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(disposition) ?? []
  return (quoted ?? plain)?.replace(/%(22|0D|0A)/gi, decodeURIComponent)
}
