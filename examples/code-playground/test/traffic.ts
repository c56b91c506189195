/**
 * Sends questions when it is time, whether the others are answered or not, and follows to where the
 * router sends them. A question counts from when it should have gone out until its last answer.
 *
 * @module
 */
import { Agent, request } from 'node:http'
import { p95Of } from '#framework/testing/figures.ts'
import type { Question } from './sources.ts'

export interface Outcome {
  lang: string
  milliseconds: number
  status: number
  /** Nothing is said of it where it is right. */
  wrong?: string
}

/** What came of all questions. */
export interface Traffic {
  sent: number
  /** Answers of 5xx, and questions without an answer. */
  failed: number
  /** Answers that were not what was asked for. */
  wrong: string[]
  known: number
  /** p95 of each language. */
  byLanguage: Record<string, number>
  p95: number
}

const agent = new Agent({ keepAlive: true })

/** Asks so many questions a second. */
export async function send(options: {
  baseUrl: string
  next: () => Question
  perSecond: number
  seconds: number
  /** Hears of each minute. */
  tell?: (what: string) => void
}): Promise<Traffic> {
  const { baseUrl, next, perSecond, seconds, tell = () => {} } = options
  const began = performance.now()
  const sent: Promise<Outcome & { isKnown: boolean }>[] = []
  const lately: number[] = []
  for (let index = 0; index < perSecond * seconds; index++) {
    const due = began + (index * 1000) / perSecond
    const wait = due - performance.now()
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
    const asked = ask(baseUrl, next(), due)
    sent.push(asked)
    void asked.then(({ milliseconds }) => lately.push(milliseconds))
    if ((index + 1) % (perSecond * 60) === 0) {
      const minutes = (index + 1) / perSecond / 60
      tell(`  ${minutes} min: p95 ${Math.round(p95Of(lately.splice(0)))} ms`)
    }
  }
  const all = await Promise.all(sent)
  const p95 = (of: readonly Outcome[]) => p95Of(of.map(({ milliseconds }) => milliseconds))
  const byLanguage = Object.entries(Object.groupBy(all, ({ lang }) => lang))
  return {
    sent: all.length,
    failed: all.filter(({ status }) => status >= 500 || status === 0).length,
    wrong: all.flatMap(({ wrong }) => wrong ?? []),
    known: all.filter(({ isKnown }) => isKnown).length,
    byLanguage: Object.fromEntries(byLanguage.map(([lang, of]) => [lang, p95(of ?? [])])),
    p95: p95(all),
  }
}

/** Asks one, to the end. */
export async function ask(
  baseUrl: string,
  { lang, source, mark }: Question,
  since = performance.now(),
): Promise<Outcome & { isKnown: boolean }> {
  const body = JSON.stringify({ lang, source })
  let answer = await post(new URL('/preprocess', baseUrl), body)
  if (answer.status === 307) answer = await post(new URL(answer.location!, baseUrl), body)
  const { status, text } = answer
  const isRight = mark === undefined ? status === 422 : status === 200 && text.includes(mark)
  return {
    lang,
    milliseconds: performance.now() - since,
    status,
    isKnown: status === 200 && text.includes('"isKnown":true'),
    ...(!isRight && { wrong: `${lang} ${status} ${text.slice(0, 200)}` }),
  }
}

function post(url: URL, body: string): Promise<Reply> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          text: Buffer.concat(chunks).toString(),
          ...(response.headers.location && { location: response.headers.location }),
        }),
      )
      response.on('error', (error) => resolve({ status: 0, text: String(error) }))
    })
    sent.setTimeout(60_000, () => sent.destroy(new Error('no answer in a minute')))
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // The server closes a connection that has rested, and does not know yet what is on its way.
      if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(post(url, body))
      else resolve({ status: 0, text: String(error) })
    })
    sent.end(body)
  })
}

interface Reply {
  status: number
  text: string
  location?: string
}
