/**
 * Lambda's context object, as far as it is the same for all events of a function.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import type { FunctionSpec } from './types.ts'

/** All but `awsRequestId` and `getRemainingTimeInMillis`, which come with the event. */
export function toContext({ name, memory, env }: Pick<FunctionSpec, 'name' | 'memory' | 'env'>) {
  const functionName = env['AWS_LAMBDA_FUNCTION_NAME'] ?? name
  const region = env['AWS_REGION'] ?? 'us-west-2'
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/')
  // An ARN holds neither blanks nor slashes.
  const plain = functionName.replaceAll(/[^\w-]+/g, '-').replaceAll(/^-+|-+$/g, '')
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${region}:000000000000:function:${plain}`,
    memoryLimitInMB: String(memory),
    logGroupName: `/aws/lambda/${plain}`,
    logStreamName: `${day}/[$LATEST]${randomBytes(16).toString('hex')}`,
  }
}
