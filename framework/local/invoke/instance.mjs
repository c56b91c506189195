/**
 * One instance of a function: loads its bundle once, then takes one event at a time from its parent.
 *
 * Plain JavaScript and no imports, for this starts in 30 ms: types to strip would double that.
 *
 * @module
 */
const { file, method, context, refusesCallbacks, offset } = JSON.parse(process.argv[2])
process.argv = [process.argv[0], file]

// A Lambda has no parent to talk to.
const send = process.send.bind(process)
process.send = undefined

// What has been written to the terminal by Ctrl+C is the parent's to answer.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit(0))
process.on('uncaughtException', (error) => fail(error, toError(error), 129))
process.on('unhandledRejection', (reason) => {
  const { errorMessage, stackTrace } = toError(reason)
  const errorType = 'Runtime.UnhandledPromiseRejection'
  fail(reason, { errorType, errorMessage, stackTrace }, 128)
})

/** What the console shows of the id of the event being worked on. */
let mark = ''
/** Whether the last event has been answered, and nobody was told yet of what goes on all the same. */
let isAnswered = false
const print = console.log.bind(console)
markConsole()
watchOutput()

const calls = watchCalls()
let clock
if (offset) await moveClock(offset)
const handler = await load()
if (handler) {
  process.on('message', (message) => void handle(message))
  send(['ready'])
}

async function load() {
  try {
    const { pathToFileURL } = process.getBuiltinModule('node:url')
    const module = await import(pathToFileURL(file).href)
    const found = module[method] ?? module.default?.[method]
    if (typeof found !== 'function') {
      const errorMessage = `index.${method} is undefined or not exported`
      throw Object.assign(new Error(errorMessage), { name: 'Runtime.HandlerNotFound' })
    }
    if (refusesCallbacks && found.length >= 3) {
      const errorMessage =
        'AWS Lambda has removed support for callback-based function handlers starting with ' +
        'Node.js 24: make the handler async, with at most two parameters'
      const name = 'Runtime.CallbackHandlerDeprecated'
      throw Object.assign(new Error(errorMessage), { name })
    }
    return found
  } catch (error) {
    print(error)
    send(['initError', toInitError(error)], () => process.exit(1))
    return undefined
  }
}

async function handle([id, payload, deadline, offset, kill]) {
  mark = ` #${id.slice(0, 8)}`
  isAnswered = false
  if (clock || offset) await moveClock(offset)
  const die = kill && (await import('./kill.mjs')).killAfter(kill)
  const readUsage = startUsage()
  try {
    const result = await call(JSON.parse(payload), {
      ...context,
      awsRequestId: id,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    })
    const answer = JSON.stringify(result === undefined ? null : result)
    if (answer === undefined) throw new Error('Unable to stringify response body')
    die?.()
    send(['done', answer, readUsage()])
  } catch (error) {
    die?.()
    print(error)
    send(['error', toError(error), readUsage()])
  }
  isAnswered = true
}

async function moveClock(offset) {
  clock ??= await import('../clock/date.mjs')
  clock.followOffset(offset)
}

function call(event, context) {
  if (handler.length < 3) return handler(event, context)
  return new Promise((resolve, reject) => {
    const callback = (error, result) => (error ? reject(error) : resolve(result))
    const result = handler(event, context, callback)
    if (typeof result?.then === 'function') result.then(resolve, reject)
  })
}

function fail(thrown, error, code) {
  print(thrown)
  send(['fatal', error], () => process.exit(code))
}

function toInitError(error) {
  const described = toError(error)
  if (error instanceof SyntaxError)
    return { ...described, errorType: 'Runtime.UserCodeSyntaxError' }
  if (/^(ERR_)?MODULE_NOT_FOUND$/.test(error?.code)) {
    return { ...described, errorType: 'Runtime.ImportModuleError' }
  }
  return described
}

function toError(error) {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), stackTrace: [] }
  }
  const { name, message, stack } = error
  return { errorType: name, errorMessage: message, stackTrace: String(stack ?? '').split('\n') }
}

/** What the event that begins now uses, once it is asked for. */
function startUsage() {
  const began = performance.now()
  const before = process.cpuUsage()
  calls.clear()
  return () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    return {
      memory: Math.ceil(maxRSS / 1024),
      elapsed: performance.now() - began,
      cpu: (userCPUTime + systemCPUTime - before.user - before.system) / 1000,
      calls: Object.fromEntries([...calls].map(([host, { total }]) => [host, total])),
    }
  }
}

/** Milliseconds in which at least one request was out, by host. */
function watchCalls() {
  const hosts = new Map()
  const out = new WeakMap()
  const { subscribe } = process.getBuiltinModule('node:diagnostics_channel')
  subscribe('http.client.request.start', ({ request }) => {
    const host = String(request.getHeader('host'))
    const entry = hosts.get(host) ?? { total: 0, open: 0, since: 0 }
    hosts.set(host, entry)
    if (entry.open++ === 0) entry.since = performance.now()
    out.set(request, entry)
  })
  const end = ({ request }) => {
    const entry = out.get(request)
    if (!entry) return
    out.delete(request)
    if (--entry.open === 0) entry.total += performance.now() - entry.since
  }
  subscribe('http.client.response.finish', end)
  subscribe('http.client.request.error', end)
  return hosts
}

function markConsole() {
  for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
    const write = console[level].bind(console)
    console[level] = (...values) => {
      tellIfAnswered()
      if (!mark) return write(...values)
      const text = process.getBuiltinModule('node:util').format(...values)
      // JSON carries its own id, and others read it.
      write(text.startsWith('{"') ? text : text.replace(/$/m, () => mark))
    }
  }
}

// Our log does not go through the console.
function watchOutput() {
  const fs = process.getBuiltinModule('node:fs')
  const { writeSync } = fs
  fs.writeSync = (descriptor, ...rest) => {
    if (descriptor === 1 || descriptor === 2) tellIfAnswered()
    return writeSync(descriptor, ...rest)
  }
}

function tellIfAnswered() {
  if (!isAnswered) return
  isAnswered = false
  print(
    `${context.functionName}: what comes next was written after the answer. Lambda freezes a ` +
      `function once it has answered: await all that it must do.${mark}`,
  )
}
