/**
 * Several writes that happen together or not at all.
 *
 * @module
 */
import { isAwsError, type AwsError } from '../aws.ts'
import { toConflict } from './errors.ts'
import type { Write } from './operations.ts'
import { requestDynamo } from './request.ts'
import type { Operation } from './types.ts'

const most = 100

/**
 * Does all the operations, or none of them.
 *
 * @param options.token - the same token within ten minutes does it once; default: a new one, so
 *   that a lost answer is never a second transaction
 * @throws CONFLICT, telling which operations kept it from happening: see `isConflict(error, index)`
 */
export async function transact(
  operations: readonly Operation[],
  options: { token?: string } = {},
): Promise<void> {
  const names = operations.map(({ name }) => name)
  if (operations.length === 0) return
  if (operations.length > most) {
    throw new Error(
      `[transact] ${operations.length} operations, and ${most} is the most: split them (${names[0]}, …).`,
    )
  }
  try {
    await requestDynamo(names.join(', '), 'TransactWriteItems', {
      TransactItems: operations.map(({ request }) => request),
      ClientRequestToken: options.token ?? process.getBuiltinModule('node:crypto').randomUUID(),
    })
  } catch (error) {
    if (!isAwsError(error, 'TransactionCanceledException')) throw error
    throw toError(operations, error)
  }
}

/** A write that can take part in a transaction. */
export function toOperation({ kind, name, refusal, request }: Write): Operation {
  return { name, refusal, request: { [kind]: request } }
}

function toError(operations: readonly Operation[], error: AwsError): unknown {
  const reasons = error.CancellationReasons ?? []
  const failed = reasons.flatMap(({ Code, Message }, index) => {
    const { name, refusal } = operations[index]!
    if (Code === 'None') return []
    const reason = Code === 'ConditionalCheckFailed' ? refusal : (Message ?? Code)
    return [{ index, name, reason, Code }]
  })
  const invalid = failed.find(({ Code }) => Code === 'ValidationError')
  if (invalid) {
    return new Error(`[transact] operation ${invalid.index}, ${invalid.name}: ${invalid.reason}`, {
      cause: error,
    })
  }
  return toConflict(
    failed.map(({ index, name, reason }) => ({ index, name, reason })),
    error,
  )
}
