/**
 * The server's HTTP in front of functions that a test writes, on a free port.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { loadFunctions } from '../functions.ts'
import { startWeb, type Web, type WebOptions } from '../http/server.ts'
import { compressFiles } from '../compress.ts'
import type { ServedFunction } from '../manifest.ts'

export interface TestWeb {
  url: string
  web: Web
  ask: (path: string, init?: RequestInit) => Promise<Response>
}

/** @param handlers source of each route's function: `{ 'get /': 'async () => ({ statusCode: 204 })' }` */
export function useWeb(
  handlers: Record<string, string>,
  {
    files = {},
    ...options
  }: Partial<Omit<WebOptions, 'files'>> & { files?: Record<string, string> } = {},
): TestWeb {
  const running = {} as TestWeb
  const folder = mkdtempSync(join(tmpdir(), 'plugboard-web-'))

  beforeAll(async () => {
    const functions = writeFunctions(folder, handlers)
    const publicFolder = join(folder, 'public')
    mkdirSync(publicFolder)
    for (const [name, text] of Object.entries(files)) write(join(publicFolder, name), text)
    await compressFiles(publicFolder)
    const web = await startWeb({
      host: '127.0.0.1',
      port: 0,
      routes: functions,
      proxies: 0,
      requests: 100,
      domainName: 'www.example.com',
      invoke: await loadFunctions(functions, { folder }),
      ...options,
      files: publicFolder,
    })
    const url = `http://127.0.0.1:${web.port}`
    const ask = (path: string, init: RequestInit = {}) => fetch(url + path, init)
    Object.assign(running, { url, web, ask })
  })
  afterAll(async () => {
    await running.web.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return running
}

/** Writes bundles of functions; a time-out of 1 second each. */
export function writeFunctions(folder: string, handlers: Record<string, string>): ServedFunction[] {
  return Object.entries(handlers).map(([name, source], index) => {
    const [method, path] = name.split(' ') as [string, string]
    const file = `functions/${index}.mjs`
    write(join(folder, file), `export const handler = ${source}\n`)
    return { pragma: 'http', name, method, path, file, logicalId: '', memory: 128, timeout: 1 }
  })
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
