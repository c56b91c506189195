/**
 * Takes away what a program has no use for, before anything else of it is loaded. The walls are
 * Node's permissions, the empty environment and WebAssembly; this is a second one, for the network,
 * on which Node 24 has no permission.
 *
 * @module
 */

for (const name of [
  'fetch',
  'Request',
  'Response',
  'Headers',
  'FormData',
  'WebSocket',
  'EventSource',
  'Worker',
  'navigator',
  'localStorage',
]) {
  Reflect.deleteProperty(globalThis, name)
}
for (const name of ['getBuiltinModule', 'binding', '_linkedBinding', 'dlopen', 'kill', 'abort']) {
  Object.defineProperty(process, name, { value: undefined, configurable: false })
}
// What a library prints would be taken for an answer.
for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
  console[name] = () => {}
}

/** Libraries make functions of texts while they load; from then on nobody does. */
export function forbidCode(): void {
  const refuse = () => {
    throw new EvalError('Code from strings is not run here')
  }
  const kinds = [() => {}, async () => {}, function* () {}, async function* () {}]
  for (const kind of kinds) {
    const prototype = Object.getPrototypeOf(kind) as object
    Object.defineProperty(prototype, 'constructor', { value: refuse, writable: false })
  }
  Object.assign(globalThis, { Function: refuse, eval: refuse })
}
