/**
 * The program's side: one task after the other, until the pipe is closed.
 *
 * @module
 */
import { forbidCode } from './lock-down.ts'
import type { FieldError } from '#framework/errors.ts'
import type { Output } from '../converter.ts'
import { createReader, toFrame, type Answer, type Task } from './wire.ts'

/** What is wrong with an input, as a program says it. */
export class Refusal extends Error {
  readonly code: string
  readonly errors: FieldError[] | undefined

  constructor(detail: string, { code = 'CONVERT_INPUT_INVALID', errors }: RefusalOptions = {}) {
    super(detail)
    this.code = code
    this.errors = errors
  }
}

interface RefusalOptions {
  code?: string
  errors?: FieldError[]
}

const largestTask = 256 * 1024 * 1024

/** Converts what comes on stdin, and answers on stdout. */
export function serve<O>(convert: (input: Buffer, options: O) => Output | Promise<Output>): void {
  forbidCode()
  const write = process.stdout.write.bind(process.stdout)
  const answer = (head: Answer, body?: Uint8Array) => void write(toFrame(head, body))

  async function work({ options }: Task, input: Buffer): Promise<void> {
    try {
      const { type, body } = await convert(input, options as O)
      answer({ type }, body)
    } catch (error) {
      answer({ refusal: toRefusal(error) })
    }
  }

  const read = createReader<Task>((task, input) => void work(task, input), {
    largest: largestTask,
    onTooLarge: () => process.exit(1),
  })
  process.stdin.on('data', read)
  process.stdin.on('end', () => process.exit(0))
  answer({ ready: true })
}

function toRefusal(error: unknown) {
  if (error instanceof Refusal) {
    const { code, message: detail, errors } = error
    return { code, detail, ...(errors && { errors }) }
  }
  const detail = error instanceof Error ? error.message : String(error)
  return { code: 'CONVERT_INPUT_INVALID', detail: detail.slice(0, 500) }
}
