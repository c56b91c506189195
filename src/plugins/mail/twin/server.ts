/**
 * The twin's server: SES's `SendEmail` for the app, the outbox for people and tests.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { startTwinServer, type TwinAnswer } from '#framework/twin.ts'
import { toEml } from './eml.ts'
import type { Outbox } from './outbox.ts'
import { renderList, renderMail, renderMissing, toFrameDocument } from './pages.ts'
import { maxBytes, readSendEmail } from './send-email.ts'

export interface ServerOptions {
  port: number
  outbox: Outbox
  /** Senders that are taken for verified. */
  senders: readonly string[]
  log: (line: string) => void
}

/** Starts the server on loopback. */
export function startServer(options: ServerOptions) {
  const { port, log } = options
  return startTwinServer({
    port,
    log,
    name: 'The mail outbox',
    answer: (request) => answer(request, options),
  })
}

async function answer(request: IncomingMessage, options: ServerOptions): Promise<TwinAnswer> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  const call = `${request.method} ${pathname}`

  if (call === 'POST /v2/email/outbound-emails') return takeMail(request, options)
  if (pathname.startsWith('/v2/'))
    return refuse(404, 'UnknownOperationException', 'The twin knows SendEmail only')
  if (call === 'DELETE /api/mails') {
    await options.outbox.clear()
    return { status: 204, headers: {}, body: '' }
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return text('Method not allowed', 405)
  return showMails(pathname, options.outbox)
}

async function takeMail(request: IncomingMessage, { outbox, senders, log }: ServerOptions) {
  const body = await readBody(request)
  if (body === undefined) {
    return refuse(400, 'BadRequestException', `Message length is more than ${maxBytes} bytes long.`)
  }

  const result = readSendEmail({ authorization: request.headers.authorization, body, senders })
  if ('type' in result) {
    log(`mail refused: ${result.message}`)
    return refuse(result.status, result.type, result.message)
  }

  await outbox.add(result)
  log(`mail to ${result.to.join(', ')}: ${result.subject}`)
  return json({ MessageId: result.id })
}

async function showMails(pathname: string, outbox: Outbox): Promise<TwinAnswer> {
  const mails = outbox.list()
  const version = `${mails.length}-${mails.at(-1)?.id ?? 'none'}`
  if (pathname === '/') return page(String(renderList(mails, version)))
  if (pathname === '/api/mails') return json(mails)
  if (pathname === '/api/version') return text(version)
  if (pathname === '/outbox.css') return file('outbox.css', 'text/css')
  if (pathname === '/outbox.js') return file('outbox.js', 'text/javascript')

  const [, id, view] = /^\/mails\/([\w-]+?)(\.eml|\/html)?$/.exec(pathname) ?? []
  const mail = id ? outbox.find(id) : undefined
  if (!mail) return page(String(renderMissing()), 404)
  if (view === '.eml') return eml(toEml(mail), mail.id)
  return view === '/html' ? frame(toFrameDocument(mail)) : page(String(renderMail(mail)))
}

const safety = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' }

function text(body: string, status = 200, type = 'text/plain'): TwinAnswer {
  return { status, headers: { ...safety, 'content-type': `${type}; charset=utf-8` }, body }
}

function json(data: unknown, status = 200): TwinAnswer {
  return text(JSON.stringify(data), status, 'application/json')
}

function refuse(status: number, type: string, message: string): TwinAnswer {
  const { headers, body } = json({ message })
  return { status, headers: { ...headers, 'x-amzn-errortype': type }, body }
}

async function file(name: string, type: string): Promise<TwinAnswer> {
  return text(await readFile(join(import.meta.dirname, name), 'utf8'), 200, type)
}

function eml(body: string, id: string): TwinAnswer {
  const { headers, ...rest } = text(body, 200, 'message/rfc822')
  return {
    ...rest,
    headers: { ...headers, 'content-disposition': `attachment; filename="${id}.eml"` },
  }
}

function page(body: string, status = 200): TwinAnswer {
  return withPolicy(
    text(body, status, 'text/html'),
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; " +
      "img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
}

// Mails are styled inline, for want of anything else that mail programs take. In here that is
// harmless: no script runs, nothing is loaded, the origin is nobody's.
function frame(body: string): TwinAnswer {
  return withPolicy(
    text(body, 200, 'text/html'),
    'sandbox allow-popups allow-popups-to-escape-sandbox; ' +
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
  )
}

function withPolicy({ headers, ...rest }: TwinAnswer, policy: string): TwinAnswer {
  return { ...rest, headers: { ...headers, 'content-security-policy': policy } }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= maxBytes) chunks.push(chunk)
  }
  return size <= maxBytes ? Buffer.concat(chunks).toString('utf8') : undefined
}
