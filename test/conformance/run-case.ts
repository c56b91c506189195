/**
 * Sends the requests of a case, and says what differs from what DynamoDB answers.
 *
 * @module
 */
import type { Case, Step } from './case.ts'
import { compareAnswer } from './compare.ts'
import { fill } from './fill.ts'
import { readPages, readStream } from './read-all.ts'
import { send, type Answer, type Target } from './wire.ts'

export interface RunOptions {
  /** The place of `~`. */
  id: string
  /** Milliseconds to wait for what DynamoDB does later: indexes, streams, tables in the making. */
  patience: number
}

/** @returns what differs, in one line; undefined when all is as it should be */
export async function runCase(
  target: Target,
  { steps }: Case,
  { id, patience }: RunOptions,
): Promise<string | undefined> {
  const answers: Answer[] = []
  for (const [place, step] of steps.entries()) {
    const deadline = performance.now() + (isLater(step) ? patience : 0)
    let difference: string | undefined
    for (;;) {
      const body = typeof step.body === 'function' ? step.body(answers) : step.body
      const answer = await request(target, step.action, fill(body, id))
      difference = compareAnswer(step.expected, answer, [...answers, answer], id)
      if (!difference || performance.now() > deadline) {
        answers.push(answer)
        break
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const where = steps.length > 1 ? `${step.action} (request ${place + 1}): ` : ''
    if (difference) return `${where}${difference}`
  }
  return undefined
}

function isLater({ action, body }: Step): boolean {
  return (
    /^Records|^Describe|^List/.test(action) || (typeof body === 'object' && 'IndexName' in body)
  )
}

function request(target: Target, action: string, body: object): Promise<Answer> {
  if (action === 'Records*') return readStream(target, body as { TableName: string })
  if (action.endsWith('*')) return readPages(target, action.slice(0, -1), body)
  return send(target, action, body)
}
