/**
 * One file on its way: whole, or in parts of which each is tried again.
 *
 * @module
 */
import { findBegun, forgetBegun, keepBegun, type Begun } from './kept.ts'
import { isPassing, UploadError } from './problems.ts'
import { ask, send } from './requests.ts'

/** A file that is there. */
export interface StoredFile {
  id: string
  name: string
  type: string
  size: number
  url: string
}

export interface TransferOptions {
  visibility: string
  signal: AbortSignal
  /** In bytes, of all that is to be sent. */
  onProgress: (sent: number) => void
  /** All is sent, and is being looked at. */
  onSent: () => void
}

/** @throws UploadError; the reason of the signal */
export async function transfer(file: File, options: TransferOptions): Promise<StoredFile> {
  const { visibility, signal, onSent } = options
  const begun = await goOn(file, signal)
  const ticket = begun ?? (await ask<Ticket>('/files/uploads', toInput(file, visibility), signal))
  const { id, form, parts } = ticket as Ticket
  if (form) await sendForm(file, form, options)
  else {
    keepBegun(file, { id, parts: parts! })
    await sendParts(file, { id, parts: parts! }, options)
    forgetBegun(file)
  }
  onSent()
  return waitFor(id, signal)
}

interface Ticket {
  id: string
  form?: { url: string; fields: Record<string, string> }
  parts?: { count: number; bytes: number }
}

interface Addresses {
  done: number[]
  parts: { number: number; url: string; bytes: number }[]
}

/** Parts at the same time. */
const atOnce = 3
const attempts = 4

function toInput({ name, type, size }: File, visibility: string) {
  return { name, type: type.split(';')[0] || 'application/octet-stream', size, visibility }
}

/** What was begun, if it has not ended in the meantime. */
async function goOn(file: File, signal: AbortSignal): Promise<Begun | undefined> {
  const begun = findBegun(file)
  if (!begun) return undefined
  try {
    await ask(`/files/uploads/${begun.id}/parts`, { numbers: [] }, signal)
    return begun
  } catch (error) {
    if (!(error instanceof UploadError) || !error.code.startsWith('UPLOAD_')) throw error
    forgetBegun(file)
    return undefined
  }
}

async function sendForm(
  file: File,
  { url, fields }: NonNullable<Ticket['form']>,
  { signal, onProgress }: TransferOptions,
): Promise<void> {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  body.append('file', file)
  await patiently(signal, () => send({ method: 'POST', url, body }, { signal, onProgress }))
}

async function sendParts(
  file: File,
  { id, parts: { count, bytes } }: Begun,
  { signal, onProgress }: TransferOptions,
): Promise<void> {
  const path = `/files/uploads/${id}`
  const sent = new Map<number, number>()
  const tell = (number: number, loaded: number) => {
    sent.set(number, loaded)
    onProgress([...sent.values()].reduce((sum, it) => sum + it, 0))
  }
  const toPart = (number: number) => file.slice((number - 1) * bytes, number * bytes)
  const { done } = await ask<Addresses>(`${path}/parts`, { numbers: [] }, signal)
  for (const number of done) tell(number, toPart(number).size)

  const sendPart = async (number: number) => {
    // Asked anew at each try: an address may have ended while there was no connection.
    const { parts } = await ask<Addresses>(`${path}/parts`, { numbers: [number] }, signal)
    for (const { url } of parts) {
      const body = toPart(number)
      await send({ method: 'PUT', url, body }, { signal, onProgress: (it) => tell(number, it) })
      tell(number, body.size)
    }
  }
  const waiting = Array.from({ length: count }, (_, index) => index + 1).filter(
    (number) => !done.includes(number),
  )
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const number = next
      await patiently(signal, () => sendPart(number))
    }
  }
  await endAll(
    Array.from({ length: atOnce }, work).map((it) =>
      it.catch((error: unknown) => {
        waiting.length = 0
        throw error
      }),
    ),
  )
  await patiently(signal, () => ask(`${path}/complete`, {}, signal))
}

/** Where one fails, the others end first: what is under way need not be sent again. */
async function endAll(work: readonly Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(work)
  const failed = ended.find((it) => it.status === 'rejected')
  if (failed) throw failed.reason
}

/** Until it has been looked at: half a second at first, then longer; two minutes in all. */
async function waitFor(id: string, signal: AbortSignal): Promise<StoredFile> {
  const end = Date.now() + 120_000
  for (let pause = 500; Date.now() < end; pause = Math.min(pause * 1.3, 3000)) {
    const look = () => ask<State>(`/files/uploads/${id}`, undefined, signal)
    const { file, problem } = await patiently(signal, look)
    if (file) return file
    if (problem) throw new UploadError(problem.code, problem.detail)
    await sleep(pause, signal)
  }
  throw new UploadError('LATE')
}

interface State {
  file?: StoredFile
  problem?: { code: string; detail: string }
}

/** Tries again what can work a moment later. */
async function patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts || !isPassing(error)) throw error
      await sleep(250 * 2 ** attempt, signal)
    }
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    })
  })
}
