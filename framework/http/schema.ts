/**
 * What the kernel asks of a schema, so that a route without schemas need not load the library.
 *
 * @module
 */
import { kernelErrors, type FieldError } from '../errors.ts'

/** A schema, as zod/mini makes them. */
export interface Schema<T> {
  safeParse(value: unknown): SafeParsed<T>
}

type SafeParsed<T> =
  | { success: true; data: T }
  | { success: false; error: { issues: readonly SchemaIssue[] } }

interface SchemaIssue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/**
 * Checks a value from outside.
 *
 * @throws INVALID_INPUT, with one entry for each value at fault
 */
export function parseWith<T>(schema: Schema<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data

  const errors: FieldError[] = parsed.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }))
  throw kernelErrors.INVALID_INPUT({ detail: `The ${where} is not valid`, errors })
}
