/**
 * Remembers which addresses have a route.
 *
 * The sandbox takes all routes apart for each request, to see whether one of them is meant. What it
 * found stays true until the manifest changes, and then it has other parameters.
 *
 * @module
 */
import { createRequire, Module } from 'node:module'

type Next = () => void
type Fallback = (params: object, request: Request, response: unknown, next: Next) => void
interface Request {
  method: string
  url: string
}

const require = createRequire(import.meta.url)
const path = '@architect/sandbox/src/http/middleware/_fallback.js'
/** Addresses that are remembered: of a magazine's many articles, the last ones. */
const most = 1000

/** To be called before the sandbox is loaded. Where there is no such part, all stays as it is. */
export function rememberRoutes(): void {
  let file: string
  try {
    file = require.resolve(path)
  } catch {
    return
  }
  const ours = new Module(file)
  ours.filename = file
  ours.loaded = true
  ours.exports = createFallback(require(file) as Fallback)
  require.cache[file] = ours
}

/** A fallback that asks the original one once for each address that it lets pass. */
export function createFallback(original: Fallback): Fallback {
  const passed = new WeakMap<object, Set<string>>()

  return (params, request, response, next) => {
    const [address] = request.url.split('?', 1)
    const key = `${request.method} ${address}`
    const known = passed.get(params) ?? new Set()
    passed.set(params, known)
    if (known.has(key)) return next()
    original(params, request, response, () => {
      if (known.size >= most) known.delete(known.values().next().value!)
      known.add(key)
      next()
    })
  }
}
