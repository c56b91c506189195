/**
 * Requests to AWS as IAM sees them: an action, and what it is done to.
 *
 * @module
 */

/** One thing that must be allowed. */
export interface Call {
  /** `dynamodb:GetItem`. */
  action: string
  /** The name of a table, `<table>/index/<index>`, of a queue, the ARN of a topic; else the service. */
  target: string
}

/** A request, as it was sent. */
export interface SentRequest {
  service: string
  path: string
  headers: Record<string, unknown>
  body: string
}

interface DynamoBody {
  TableName?: string
  IndexName?: string
  RequestItems?: Record<string, unknown>
  TransactItems?: Record<string, { TableName: string }>[]
}

/** What a request asks to be allowed; a transaction asks for each of its operations. */
export function readCalls({ service, path, headers, body }: SentRequest): Call[] {
  const operation = String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1)!
  switch (service) {
    case 'dynamodb':
      return readDynamo(operation, JSON.parse(body) as DynamoBody)
    case 'sqs': {
      const { QueueUrl } = JSON.parse(body) as { QueueUrl: string }
      // A batch is allowed to whoever may send one.
      return [
        { action: `sqs:${operation.replace(/Batch$/, '')}`, target: QueueUrl.split('/').at(-1)! },
      ]
    }
    case 'sns': {
      const form = new URLSearchParams(body)
      return [{ action: `sns:${form.get('Action')}`, target: form.get('TopicArn') ?? '' }]
    }
    default:
      return [
        {
          action: `${service}:${path === '/v2/email/outbound-emails' ? 'SendEmail' : path}`,
          target: service,
        },
      ]
  }
}

const parts: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
}

function readDynamo(operation: string, body: DynamoBody): Call[] {
  const { TableName, IndexName, RequestItems = {}, TransactItems } = body
  if (TransactItems) {
    return TransactItems.flatMap(Object.entries).map(([part, { TableName: target }]) => ({
      action: `dynamodb:${parts[part] ?? part}`,
      target,
    }))
  }
  const action = `dynamodb:${operation}`
  if (TableName === undefined)
    return Object.keys(RequestItems).map((target) => ({ action, target }))
  return [{ action, target: IndexName ? `${TableName}/index/${IndexName}` : TableName }]
}
