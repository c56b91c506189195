import type { DynamoDBStreamEvent } from 'aws-lambda'
import { hear } from '../../probe.ts'

/** Every change of a row. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<void> {
  for (const { dynamodb } of Records) await hear('stream', dynamodb?.Keys?.['id']?.S ?? '')
}
