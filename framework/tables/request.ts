/**
 * Requests to DynamoDB.
 *
 * @module
 */
import { requestAws } from '../aws.ts'
import { toTableError } from './errors.ts'

/** @throws AwsError for conditions that do not hold; everything else in our own words */
export async function requestDynamo<T>(table: string, action: string, body: object): Promise<T> {
  try {
    const answer = await requestAws('dynamodb', {
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${action}`,
      },
      body: JSON.stringify(body),
    })
    return answer as T
  } catch (error) {
    throw toTableError(table, error)
  }
}
