/**
 * A change of a resource in plain words.
 *
 * @module
 */
import type { Change, PropertyChange } from '../guard/difference.ts'
import { hasNewType } from '../guard/replacement.ts'
import { renderValue } from '../rules/references.ts'

/** What a change means, each a short phrase: `memory 512 → 1024 MB`. Plumbing has none. */
export function describeChange(change: Change): string[] {
  const { kind, type } = change
  const piece = pieces[type]
  if (piece === undefined) return [`${toWord(type)} ${kind}`]
  if (piece === '') return []
  if (kind === 'added') return [`with ${piece}`]
  if (kind === 'removed') return [`without ${piece}`]
  const isVariable = ({ path }: PropertyChange) => path[0] === 'Environment'
  const says = [
    ...new Set([
      ...change.properties
        .filter((it) => !isVariable(it))
        .flatMap((it) => describeProperty(type, it)),
      ...describeVariables(change.properties.filter(isVariable)),
    ]),
  ]
  if (kind === 'replaced') return [`${piece} replaced: ${says.join(', ')}`]
  return says
}

/** What a resource is to the part that it belongs to. Nobody is told of those without a word. */
const pieces: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api': 'API',
  'AWS::ApiGatewayV2::Stage': '',
  'AWS::Budgets::Budget': 'budget',
  'AWS::CloudFront::CachePolicy': '',
  'AWS::CloudFront::Distribution': 'distribution',
  'AWS::CloudFront::Function': '',
  'AWS::CloudFront::OriginAccessControl': '',
  'AWS::CloudFront::OriginRequestPolicy': '',
  'AWS::CloudFront::ResponseHeadersPolicy': 'security headers',
  'AWS::CloudWatch::Alarm': 'an alarm',
  'AWS::CloudWatch::Dashboard': 'dashboard',
  'AWS::DynamoDB::Table': 'table',
  'AWS::IAM::Policy': 'shared permissions',
  'AWS::IAM::Role': 'a role of its own',
  'AWS::Lambda::EventInvokeConfig': '',
  'AWS::Lambda::EventSourceMapping': 'source',
  'AWS::Lambda::Function': 'function',
  'AWS::Lambda::Permission': '',
  'AWS::Logs::LogGroup': 'logs of its own',
  'AWS::S3::Bucket': 'bucket',
  'AWS::S3::BucketPolicy': 'bucket policy',
  'AWS::SNS::Subscription': 'subscription',
  'AWS::SNS::Topic': 'topic',
  'AWS::SNS::TopicPolicy': '',
  'AWS::SQS::Queue': 'dead letters',
  'AWS::SQS::QueuePolicy': '',
  'AWS::SSM::Parameter': '',
  'AWS::Scheduler::Schedule': 'schedule',
}

function describeProperty(type: string, { path, before, after }: PropertyChange): string[] {
  const whole = path.join('.')
  const known = words.find(({ pattern }) => pattern.test(whole))
  if (!known) return [`${path.slice(0, 2).join('.')} ${toStep(before, after)}`.trim()]
  const { says, unit = '', values } = known
  if (says === '') return []
  if (says === 'tries' && type === 'AWS::SQS::Queue') return [`tries ${toStep(before, after)}`]
  if (says === 'key') return [`key ${toKey(before)} → ${toKey(after)}`]
  if (says === 'lives') return describeLife(before, after)
  if (says === 'messages kept') return [`${says} ${toStep(toDays(before), toDays(after))} days`]
  if (values === 'switch') return [`${says} ${isOn(after) ? 'on' : 'off'}`]
  if (says === 'attributes') return hasNewType(before, after) ? ['type of an attribute'] : []
  if (says === 'indexes') return describeIndexes(before, after)
  return values === false ? [says] : [`${says} ${toStep(before, after, unit)}`]
}

/** How many variables are named. */
const mostNamed = 4

function describeVariables(changes: readonly PropertyChange[]): string[] {
  const byVerb = Map.groupBy(changes, ({ before, after }) => toVerb(before, after))
  return [...byVerb].map(([verb, some]) => {
    const names = some.map(({ path }) => path[2]).join(', ')
    if (some.length > mostNamed) return `${some.length} variables ${verb}`
    return `${some.length === 1 ? 'variable' : 'variables'} ${names} ${verb}`
  })
}

interface Word {
  pattern: RegExp
  /** Empty for what nobody needs to hear of. */
  says: string
  unit?: string
  /** Default: before and after are told. */
  values?: false | 'switch'
}

const words: readonly Word[] = [
  { pattern: /^code$/, says: 'code', values: false },
  { pattern: /^Code\./, says: 'code', values: false },
  { pattern: /^MemorySize$/, says: 'memory', unit: ' MB' },
  { pattern: /^Timeout$/, says: 'time-out', unit: ' s' },
  { pattern: /^Policies$/, says: 'permissions', values: false },
  { pattern: /^AssumeRolePolicyDocument/, says: 'who takes the role', values: false },
  { pattern: /^ReservedConcurrentExecutions$/, says: 'concurrency' },
  { pattern: /^Description$|^LoggingConfig|^Role$/, says: '' },
  { pattern: /^TracingConfig/, says: 'tracing', values: false },
  { pattern: /^KeySchema$/, says: 'key' },
  { pattern: /^AttributeDefinitions$/, says: 'attributes' },
  { pattern: /^GlobalSecondaryIndexes$/, says: 'indexes' },
  { pattern: /^TimeToLiveSpecification/, says: 'expiry', values: false },
  {
    pattern: /^PointInTimeRecoverySpecification/,
    says: 'point-in-time recovery',
    values: 'switch',
  },
  { pattern: /^DeletionProtectionEnabled$/, says: 'deletion protection', values: 'switch' },
  { pattern: /^(DeletionPolicy|UpdateReplacePolicy)$/, says: 'lives' },
  {
    pattern: /^(SSESpecification|BucketEncryption|SqsManagedSseEnabled)/,
    says: 'encryption',
    values: 'switch',
  },
  { pattern: /^WebsiteConfiguration/, says: 'website of its own', values: 'switch' },
  { pattern: /^Target\.RetryPolicy/, says: 'retries', values: false },
  { pattern: /^(Target\.)?DeadLetterConfig/, says: 'dead letters', values: false },
  { pattern: /^ScheduleExpressionTimezone$/, says: 'time zone' },
  { pattern: /^VisibilityTimeout$/, says: 'visibility time-out', unit: ' s' },
  { pattern: /^MessageRetentionPeriod$/, says: 'messages kept' },
  { pattern: /^RetentionInDays$/, says: 'logs kept', unit: ' days' },
  { pattern: /^RedrivePolicy/, says: 'dead letters', values: false },
  { pattern: /^ScheduleExpression$/, says: 'runs' },
  { pattern: /^BatchSize$/, says: 'batch' },
  { pattern: /^MaximumBatchingWindowInSeconds$/, says: 'window', unit: ' s' },
  { pattern: /^Body\./, says: 'routing', values: false },
  { pattern: /^PolicyDocument/, says: 'who may use it', values: false },
  { pattern: /^PublicAccessBlockConfiguration/, says: 'who may read it', values: false },
  { pattern: /^DistributionConfig\.Aliases$/, says: 'domain' },
  { pattern: /^DistributionConfig\./, says: 'delivery', values: false },
  { pattern: /^DashboardBody$/, says: 'contents', values: false },
  { pattern: /^Threshold$/, says: 'threshold' },
]

/** Values that fit on a line are told, others are not. */
function toStep(before: unknown, after: unknown, unit = ''): string {
  const [from, to] = [before, after].map((it) => (it === undefined ? 'not set' : renderValue(it)))
  if (from!.length + to!.length > 60) return ''
  return `${from} → ${to}${after === undefined ? '' : unit}`
}

/** What is not said is deleted. */
function describeLife(before: unknown, after: unknown): string[] {
  const [was, is] = [before, after].map((it) => String(it).startsWith('Retain'))
  if (was === is) return []
  return [is ? 'kept when its stack goes' : 'deleted with its stack']
}

/** SQS keeps messages four days, if it is not told. */
function toDays(seconds: unknown): number {
  return Number(seconds ?? 345_600) / 86_400
}

function isOn(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value)
  return !Object.values(value).includes(false)
}

function toVerb(before: unknown, after: unknown): string {
  // Never the value: it may be a secret.
  if (before === undefined) return 'added'
  return after === undefined ? 'removed' : 'changed'
}

function toKey(schema: unknown): string {
  return ((schema ?? []) as { AttributeName: string }[]).map((it) => it.AttributeName).join(' + ')
}

function describeIndexes(before: unknown, after: unknown): string[] {
  const [old, now] = [before, after].map((it) =>
    ((it ?? []) as { IndexName: string }[]).map(({ IndexName }) => IndexName),
  ) as [string[], string[]]
  return [
    ...now.filter((name) => !old.includes(name)).map((name) => `index ${name} added`),
    ...old.filter((name) => !now.includes(name)).map((name) => `index ${name} removed`),
    ...(old.join() === now.join() ? [`index ${now.join(', ')} changed`] : []),
  ]
}

function toWord(type: string): string {
  return type.split('::').pop()!
}
