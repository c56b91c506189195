/**
 * One connection to an HTTP server, on a bare socket: it takes little of the machine that it shares
 * with what is measured. One request at a time; the answer is read to its end.
 *
 * @module
 */
import { connect } from 'node:net'

/** A request as it goes over the wire. */
export function toBytes({ path, method = 'GET', headers = {}, body = '' }) {
  const all = { host: 'localhost', ...headers, ...(body && { 'content-length': length(body) }) }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}

const length = (text) => Buffer.byteLength(text)

/** Opens it at the first request, and again when the server has closed it. */
export function openConnection(port) {
  let socket
  let received = []
  let waiting
  let lastUsed = 0

  function settle(answer) {
    const resolve = waiting
    waiting = undefined
    received = []
    resolve?.(answer)
  }

  function open() {
    socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const own = socket
    own.setTimeout(30_000, () => own.destroy())
    own.on('data', (chunk) => {
      received.push(chunk)
      const whole = received.length > 1 ? Buffer.concat(received) : chunk
      const answer = readAnswer(whole)
      if (answer) settle(answer)
      else received = [whole]
    })
    own.on('error', () => {})
    own.on('close', () => {
      if (own !== socket) return
      socket = undefined
      // An answer without a length ends with the connection; any other is cut off.
      settle(waiting && received.length > 0 ? readToEnd(received[0]) : { status: 0, body: '' })
    })
  }

  return {
    /** The status and the body; status 0 where no answer came. */
    ask(bytes) {
      // Servers close what is idle for five seconds, some in the very moment of the next request.
      if (socket && performance.now() - lastUsed > 3000) drop()
      if (!socket) open()
      lastUsed = performance.now()
      return new Promise((resolve) => {
        waiting = resolve
        socket.write(bytes)
      })
    },
    close: drop,
  }

  function drop() {
    const own = socket
    socket = undefined
    own?.destroy()
  }
}

function readAnswer(bytes) {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = bytes.latin1Slice(0, end)
  const status = Number(head.slice(9, 12))
  const body = bytes.subarray(end + 4)
  const size = /\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (size !== undefined) return body.length >= Number(size) ? { status, body } : undefined
  if (/\ntransfer-encoding: *chunked/i.test(head)) {
    return body.subarray(-7).latin1Slice().endsWith('0\r\n\r\n') ? { status, body } : undefined
  }
  return status === 204 || status === 304 ? { status, body } : undefined
}

function readToEnd(bytes) {
  const end = bytes.indexOf('\r\n\r\n')
  const head = bytes.latin1Slice(0, Math.max(end, 0))
  const isWhole = end > 0 && !/\n(content-length|transfer-encoding):/i.test(head)
  return isWhole
    ? { status: Number(head.slice(9, 12)), body: bytes.subarray(end + 4) }
    : { status: 0, body: '' }
}
