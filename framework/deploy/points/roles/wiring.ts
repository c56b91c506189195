/**
 * What a function must be allowed for what wakes it, and for where its failures go.
 *
 * @module
 */
import { listOfType, type Resource, type Template } from '../../cloudformation.ts'
import { allow, below, getArn, type Statement } from './statement.ts'

/** To take messages off the queues, and changes off the streams, that wake it. */
export function toSourceStatements(id: string, template: Template): Statement[] {
  const sources = listMappings(id, template).map(({ source }) => source)
  const queues = sources.filter(([, attribute]) => attribute === 'Arn')
  const streams = sources.filter(([, attribute]) => attribute === 'StreamArn')
  return [
    ...queues.map(([queue]) =>
      allow(
        `From${queue}`,
        ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        [getArn(queue)],
      ),
    ),
    ...streams.flatMap(([table]) => [
      allow(
        `From${table}`,
        ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        [{ 'Fn::GetAtt': [table, 'StreamArn'] }],
      ),
      allow(`${table}Streams`, ['dynamodb:ListStreams'], [below(table, 'stream/*')]),
    ]),
  ]
}

/** To set aside what it failed at. */
export function toDestinationStatements(id: string, template: Template): Statement[] {
  const { Properties } = template.Resources[id]!
  const configs = [
    Properties['EventInvokeConfig'],
    ...listMappings(id, template).map(({ properties }) => properties),
    ...listOfType(template, 'AWS::Lambda::EventInvokeConfig')
      .filter(([, it]) => isOf(it, id))
      .map(([, it]) => it.Properties),
  ]
  const deadLetters = (Properties['DeadLetterQueue'] as { TargetArn?: unknown } | undefined)
    ?.TargetArn
  const all = [...configs.flatMap(listDestinations), ...(deadLetters ? [deadLetters] : [])]
  const unique = [...new Map(all.map((it) => [JSON.stringify(it), it])).values()]
  const queues = unique.filter((it) => !isTopic(it, template))
  const topics = unique.filter((it) => isTopic(it, template))
  return [
    ...(queues.length > 0 ? [allow('SetAside', ['sqs:SendMessage'], queues)] : []),
    ...(topics.length > 0 ? [allow('SetAsideByTopic', ['sns:Publish'], topics)] : []),
  ]
}

interface Mapping {
  /** Logical id and attribute. */
  source: readonly [string, string]
  properties: Record<string, unknown>
}

// SAM has them in the function, Architect's streams beside it.
function listMappings(id: string, template: Template): Mapping[] {
  const events = Object.values(template.Resources[id]!.Properties.Events ?? {})
  const beside = listOfType(template, 'AWS::Lambda::EventSourceMapping')
  return [
    ...events.map(({ Properties }) => Properties),
    ...beside.filter(([, it]) => isOf(it, id)).map(([, it]) => it.Properties),
  ].flatMap((properties) => {
    const { Queue, Stream, EventSourceArn } = properties as Record<string, unknown>
    const [source] = [Queue, Stream, EventSourceArn].flatMap(toAttribute)
    return source ? [{ source, properties }] : []
  })
}

function toAttribute(value: unknown): [string, string][] {
  const [id, attribute] = (value as { 'Fn::GetAtt'?: string[] } | undefined)?.['Fn::GetAtt'] ?? []
  return id && attribute ? [[id, attribute]] : []
}

function isOf({ Properties }: Resource, id: string): boolean {
  const name = Properties['FunctionName'] as { Ref?: string; 'Fn::GetAtt'?: string[] } | undefined
  return name?.Ref === id || name?.['Fn::GetAtt']?.[0] === id
}

function listDestinations(config: unknown): unknown[] {
  const { DestinationConfig = {} } = (config ?? {}) as {
    DestinationConfig?: Record<string, { Destination?: unknown }>
  }
  return Object.values(DestinationConfig).flatMap(({ Destination }) =>
    Destination ? [Destination] : [],
  )
}

function isTopic(arn: unknown, { Resources }: Template): boolean {
  const id = (arn as { Ref?: string } | null)?.Ref
  return id !== undefined && Resources[id]?.Type === 'AWS::SNS::Topic'
}
