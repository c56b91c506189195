/**
 * What can go wrong with a table, for clients and for developers.
 *
 * @module
 */
import { isAwsError, type AwsError } from '../aws.ts'
import { AppError, defineErrors, kernelErrors } from '../errors.ts'

export const tableErrors = defineErrors({
  INVALID_KEY: [400, 'Nothing can have this key'],
  ITEM_TOO_LARGE: [413, 'This is too large to be stored'],
})

/** An operation that kept its transaction from happening. */
export interface FailedOperation {
  /** Its place in the list that was given to `transact`. */
  index: number
  /** `<table>.<what>`. */
  name: string
  /** In a few words. */
  reason: string
  /** The stored item's time was up. */
  expired?: boolean
}

/** Whether a write met a CONFLICT; with an index, whether that operation of the transaction did. */
export function isConflict(error: unknown, operation?: number): error is AppError {
  if (!(error instanceof AppError) || error.code !== 'CONFLICT') return false
  return operation === undefined || failedOperations(error).some(({ index }) => index === operation)
}

/** What a write answers; undefined where its condition does not hold. */
export async function unlessConflict<T>(write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write()
  } catch (error) {
    if (isConflict(error)) return undefined
    throw error
  }
}

/** What a CONFLICT came from. */
export function failedOperations({ cause }: AppError): FailedOperation[] {
  return (cause as { failed?: FailedOperation[] } | undefined)?.failed ?? []
}

/** CONFLICT, naming what failed and never what is stored. */
export function toConflict(failed: FailedOperation[], stack: unknown): AppError {
  const summary = failed.map(({ index, name, reason }) => `operation ${index}, ${name}: ${reason}`)
  const cause = Object.assign(new Error(summary.join('; ')), { failed })
  // The error of AWS holds the stored item, which has no business in a log.
  if (stack instanceof Error && stack.stack) cause.stack = `${cause.message}\n${stack.stack}`
  return kernelErrors.CONFLICT({
    errors: failed.map(({ name, reason }) => ({ path: name, message: reason })),
    cause,
  })
}

/** An error of DynamoDB in our words; what we have no words for stays as it is. */
export function toTableError(table: string, error: unknown): unknown {
  if (isAwsError(error, 'ResourceNotFoundException')) {
    return new Error(
      `[${table}] the table is not there. Deploy the app.arc that has it; locally, restart npm start.`,
      { cause: error },
    )
  }
  if (isAwsError(error, 'UnknownOperationException')) {
    return new Error(
      `[${table}] this local database has no transactions. Install dynoxide: see the start of npm start.`,
      { cause: error },
    )
  }
  if (isAwsError(error, 'ValidationException')) return toInvalid(table, error)
  return error
}

function toInvalid(table: string, error: AwsError): unknown {
  if (/item size|aggregate(d)? size|collection size/i.test(error.message)) {
    return tableErrors.ITEM_TOO_LARGE({ cause: error })
  }
  return new Error(`[${table}] ${error.message}`, { cause: error })
}
