/**
 * Whether the local cloud's ports are free, and who has them if not.
 *
 * @module
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { isFree } from '../../testing/free-ports.ts'

/** One line about the first port that is taken: the rest fall with it. */
export async function checkPorts(ports: readonly number[], site: number): Promise<string[]> {
  for (const port of ports) {
    if (await isFree(port)) continue
    const user = findUser(port)
    const what = port === site ? '' : ` (the local cloud uses ${site} to ${Math.max(...ports)})`
    return [
      `Port ${port} is taken${user ? ` by ${user}` : ''}${what}. ` +
        `Stop that, or: npm start -- --port ${site === 3333 ? 3400 : site + 100}`,
    ]
  }
  return []
}

/** The process that listens on a port, where the system tells: Linux, one's own processes. */
function findUser(port: number): string | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    const socket = findSocket(port)
    const pid = socket && readdirSync('/proc').find((it) => /^\d+$/.test(it) && holds(it, socket))
    if (!pid) return undefined
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
    const [program = '', ...parameters] = words
    const shown = [basename(program), ...parameters].join(' ').slice(0, 60)
    return `process ${pid} (${shown})`
  } catch {
    return undefined
  }
}

const listening = '0A'

function findSocket(port: number): string | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const lines = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1),
  )
  const fields = lines
    .map((line) => line.trim().split(/\s+/))
    .find(([, address, , state]) => address?.endsWith(suffix) && state === listening)
  return fields && `socket:[${fields[9]}]`
}

function holds(pid: string, socket: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`
    return readdirSync(folder).some((fd) => readlink(`${folder}/${fd}`) === socket)
  } catch {
    return false
  }
}

function readlink(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}
