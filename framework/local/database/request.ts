/**
 * Requests to a local database that are the local cloud's own: tables, streams, expiry.
 *
 * @module
 */

/**
 * @param action Of DynamoDB itself, or in full: `DynamoDBStreams_20120810.GetRecords`.
 * @throws Error whose name is DynamoDB's error code.
 */
export async function requestDatabase(
  endpoint: string,
  action: string,
  body: object,
): Promise<unknown> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': action.includes('.') ? action : `DynamoDB_20120810.${action}`,
      'x-amz-date': new Date().toISOString().replaceAll(/[:-]|\.\d+/g, ''),
      authorization,
    },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as { __type?: string; message?: string; Message?: string }
  if (response.ok) return answer

  const error = new Error(`[database] ${action}: ${answer.message ?? answer.Message}`)
  error.name = answer.__type?.split('#').pop() ?? 'Error'
  throw error
}

// Local databases look for a signature and do not check it.
const authorization =
  'AWS4-HMAC-SHA256 Credential=local/20261121/us-west-2/dynamodb/aws4_request, ' +
  'SignedHeaders=host;x-amz-date;x-amz-target, Signature=local'
