/**
 * Takes away what a program has no use for, before anything else of it is loaded. The walls are
 * Node's permissions, the empty environment and WebAssembly. Node 24 has no permission for the
 * network: that is closed here, where every connection of Node's own modules begins.
 *
 * @module
 */
import dgram from 'node:dgram'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

const refuse = () => {
  throw new Error('There is no network here')
}
for (const [holder, names] of [
  [net.Socket.prototype, ['connect']],
  [net.Server.prototype, ['listen']],
  [dgram.Socket.prototype, ['bind', 'connect', 'send']],
  [dns, Object.keys(dns).filter((name) => /^(lookup|resolve|reverse)/.test(name))],
  [
    dns.promises,
    Object.keys(dns.promises).filter((name) => /^(lookup|resolve|reverse)/.test(name)),
  ],
  [dns.Resolver.prototype, Object.getOwnPropertyNames(dns.Resolver.prototype).filter(isQuery)],
] as const) {
  for (const name of names) close(holder, name, refuse)
}
syncBuiltinESMExports()

const globals = ['fetch', 'Request', 'Response', 'Headers', 'FormData', 'WebSocket', 'EventSource']
for (const name of [...globals, 'navigator', 'localStorage', 'sessionStorage']) {
  Reflect.deleteProperty(globalThis, name)
}
for (const name of ['getBuiltinModule', 'binding', '_linkedBinding', 'dlopen', 'kill', 'abort']) {
  close(process, name, undefined)
}
// The shell that starts it says where it is.
for (const name of Object.keys(process.env)) delete process.env[name]
// What a library prints would be taken for an answer.
for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
  console[name] = () => {}
}

/** Libraries make functions of texts while they load; from then on nobody does. */
export function forbidCode(): void {
  const refuseCode = () => {
    throw new EvalError('Code from strings is not run here')
  }
  const kinds = [() => {}, async () => {}, function* () {}, async function* () {}]
  for (const kind of kinds) {
    close(Object.getPrototypeOf(kind) as object, 'constructor', refuseCode)
  }
  Object.assign(globalThis, { Function: refuseCode, eval: refuseCode })
}

function isQuery(name: string): boolean {
  return /^(resolve|reverse)/.test(name)
}

function close(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, writable: false, configurable: false })
}
