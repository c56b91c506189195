/**
 * The template as MiniStack makes a stack of it. What is left out here is not proved by deploying.
 *
 * @module
 */

type Properties = Record<string, unknown>

interface Template {
  Resources: Record<string, { Type: string; Properties?: Properties }>
}

/** Makes the resources such as MiniStack can make; it answers on `port`. */
export function mendTemplate(text: string, port: number): string {
  const template = JSON.parse(text) as Template
  for (const { Type, Properties = {} } of Object.values(template.Resources)) {
    if (Type === 'AWS::Serverless::Function') toTexts(Properties)
    if (Type === 'AWS::CloudFront::Distribution') toLocalOrigin(Properties, port)
    if (Type === 'AWS::IAM::Role') toKnownActions(Properties)
    if (Type === 'AWS::S3::BucketPolicy') toPlainTransport(Properties)
    if (Type === 'AWS::CloudWatch::Alarm') toPlainAlarm(Properties)
    if (Type === 'AWS::Lambda::EventSourceMapping') toShortLived(Properties)
  }
  return JSON.stringify(template)
}

// CloudFormation makes text of what a function finds in its environment.
function toTexts({ Environment }: { Environment?: unknown }): void {
  const { Variables = {} } = (Environment ?? {}) as { Variables?: Record<string, unknown> }
  for (const [name, value] of Object.entries(Variables)) {
    if (typeof value !== 'object') Variables[name] = String(value)
  }
}

// Its CloudFront asks no host of AWS. This is the API as MiniStack has it on its own port.
function toLocalOrigin(
  { DistributionConfig }: { DistributionConfig?: unknown },
  port: number,
): void {
  const { Origins } = DistributionConfig as { Origins: Properties[] }
  for (const origin of Origins) {
    if (!JSON.stringify(origin['DomainName']).includes('execute-api')) continue
    origin['DomainName'] = 'localhost'
    origin['OriginPath'] = { 'Fn::Sub': '/_aws/execute-api/${HTTP}/$default' }
    origin['CustomOriginConfig'] = { OriginProtocolPolicy: 'http-only', HTTPPort: port }
  }
}

interface Statement {
  Action: string | string[]
  Resource: unknown
}

// In AWS a batch is allowed by SendMessage, and GetParameters is looked at name by name.
function toKnownActions({ Policies = [] }: { Policies?: unknown }): void {
  const policies = Policies as { PolicyDocument: { Statement: Statement[] } }[]
  for (const statement of policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)) {
    const actions = [statement.Action].flat()
    if (actions.includes('sqs:SendMessage')) {
      statement.Action = [...actions, 'sqs:SendMessageBatch']
    }
    if (actions.includes('ssm:GetParameters')) statement.Resource = '*'
  }
}

// It answers without TLS, and would refuse all that buckets are asked: this is then for nobody.
function toPlainTransport({ PolicyDocument }: { PolicyDocument?: unknown }): void {
  const { Statement } = PolicyDocument as { Statement: { Condition?: Properties }[] }
  for (const statement of Statement) {
    if (!JSON.stringify(statement.Condition ?? {}).includes('aws:SecureTransport')) continue
    statement.Condition = { StringEquals: { 'aws:PrincipalAccount': 'nobody' } }
  }
}

// It counts no tries of a change: only by its age is one set aside.
function toShortLived(mapping: Properties): void {
  if (mapping['StartingPosition']) mapping['MaximumRecordAgeInSeconds'] = 5
}

interface MetricStat {
  Metric: object
  Period: number
  Stat: string
}

// Its CloudFormation makes no alarm out of several metrics: this one watches the first of them.
function toPlainAlarm(alarm: Properties): void {
  const metrics = alarm['Metrics'] as { MetricStat?: MetricStat }[] | undefined
  const first = metrics?.find(({ MetricStat }) => MetricStat)?.MetricStat
  if (!first) return
  const { Metric, Period, Stat } = first
  delete alarm['Metrics']
  const statistic = /^p\d/.test(Stat) ? { ExtendedStatistic: Stat } : { Statistic: Stat }
  Object.assign(alarm, Metric, { Period }, statistic)
}
