/**
 * What goes wrong with templates, and which rule must say so.
 *
 * @module
 */
import type { Template } from '../cloudformation.ts'

/** One mistake. */
export interface Mutation {
  /** What somebody did. */
  when: string
  /** What must be deployed for it to be a mistake. */
  before?: (template: Template) => void
  /** Does it, in place. */
  break: (template: Template) => void
  /** The rule that must be broken by it, and by nothing before it. */
  rule: string
  /** What the message must say, the resource’s id first. */
  says: RegExp
}

type Properties = Record<string, any> // eslint-disable-line typescript/no-explicit-any

const properties = ({ Resources }: Template, id: string) => Resources[id]!.Properties as Properties
const allow = (template: Template, role: string, statement: object) =>
  properties(template, role)['Policies'][0].PolicyDocument.Statement.push({
    Effect: 'Allow',
    ...statement,
  })
const distribution = (template: Template) =>
  properties(template, 'SiteDistribution')['DistributionConfig']

/** Mistakes that are seen in the template alone. */
export const mistakes: readonly Mutation[] = [
  {
    when: 'a queue loses its dead-letter queue',
    break: (it) => delete properties(it, 'ThumbnailsQueue')['RedrivePolicy'],
    rule: 'dead-letters',
    says: /^ThumbnailsQueue has no dead-letter queue/,
  },
  {
    when: 'a subscription loses its dead-letter queue',
    break(it) {
      const events = properties(it, 'NoteWrittenEventLambda')['Events']
      delete events.NoteWrittenEvent.Properties.RedrivePolicy
    },
    rule: 'dead-letters',
    says: /^NoteWrittenEventLambdaNoteWrittenEvent is a subscription without a dead-letter queue/,
  },
  {
    when: 'a topic’s function has nowhere to leave what fails',
    break: (it) => delete properties(it, 'NoteWrittenEventLambda')['EventInvokeConfig'],
    rule: 'dead-letters',
    says: /^NoteWrittenEventLambda has no dead-letter queue for its events/,
  },
  {
    when: 'a stream has nowhere to leave what fails',
    break: (it) => delete properties(it, 'NotesTableStreamEvent')['DestinationConfig'],
    rule: 'dead-letters',
    says: /^NotesTableStreamEvent is a stream without a target/,
  },
  {
    when: 'a schedule loses its dead-letter queue',
    break: (it) => delete properties(it, 'NightlyScheduleEvent')['Target'].DeadLetterConfig,
    rule: 'dead-letters',
    says: /^NightlyScheduleEvent is a schedule without a dead-letter queue/,
  },
  {
    when: 'dead letters are kept for four days',
    break(it) {
      properties(it, 'ThumbnailsQueueLambdaDeadLetters')['MessageRetentionPeriod'] = 345_600
    },
    rule: 'dead-letters-kept',
    says: /^ThumbnailsQueueLambdaDeadLetters keeps dead letters 4 days, not 14/,
  },
  {
    when: 'a stream tries for ever',
    break: (it) => delete properties(it, 'NotesTableStreamEvent')['MaximumRetryAttempts'],
    rule: 'bounded-retries',
    says: /^NotesTableStreamEvent is a stream that tries for ever/,
  },
  {
    when: 'visibility is below six times the time-out',
    break: (it) => (properties(it, 'ThumbnailsQueue')['VisibilityTimeout'] = 29),
    rule: 'visibility',
    says: /^ThumbnailsQueue hides messages for 29 s; .* 30 s/,
  },
  {
    when: 'a batch fails as a whole',
    break(it) {
      const events = properties(it, 'ThumbnailsQueueLambda')['Events']
      delete events.ThumbnailsQueueEvent.Properties.FunctionResponseTypes
    },
    rule: 'partial-batches',
    says: /^ThumbnailsQueueLambdaThumbnailsQueueEvent takes a whole batch for failed/,
  },
  {
    when: 'a policy allows every action',
    break: (it) =>
      allow(it, 'GetIndexHTTPLambdaRole', {
        Action: 'dynamodb:*',
        Resource: { 'Fn::GetAtt': ['NotesTable', 'Arn'] },
      }),
    rule: 'no-wildcards',
    says: /^GetIndexHTTPLambdaRole allows dynamodb:\*: name the actions/,
  },
  {
    when: 'a policy allows an action everywhere',
    break: (it) => allow(it, 'GetIndexHTTPLambdaRole', { Action: 's3:GetObject', Resource: '*' }),
    rule: 'no-wildcards',
    says: /^GetIndexHTTPLambdaRole allows s3:GetObject on every resource/,
  },
  {
    when: 'a policy allows an action on all of a service',
    break: (it) =>
      allow(it, 'GetIndexHTTPLambdaRole', {
        Action: 'dynamodb:GetItem',
        Resource: { 'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*' },
      }),
    rule: 'no-wildcards',
    says: /^GetIndexHTTPLambdaRole allows dynamodb:GetItem on every resource/,
  },
  {
    when: 'a role gets a policy that AWS keeps',
    break(it) {
      const arn = 'arn:aws:iam::aws:policy/AdministratorAccess'
      properties(it, 'GetIndexHTTPLambdaRole')['ManagedPolicyArns'] = [arn]
    },
    rule: 'no-managed-policies',
    says: /^GetIndexHTTPLambdaRole has the policy .*AdministratorAccess/,
  },
  {
    when: 'two functions share a role',
    break(it) {
      const role = properties(it, 'GetNotesIdHTTPLambda')['Role']
      properties(it, 'GetIndexHTTPLambda')['Role'] = role
    },
    rule: 'own-role',
    says: /^GetNotesIdHTTPLambdaRole is the role of 2 functions/,
  },
  {
    when: 'a function takes a role from elsewhere',
    break(it) {
      properties(it, 'GetIndexHTTPLambda')['Role'] = 'arn:aws:iam::123456789012:role/Admin'
    },
    rule: 'own-role',
    says: /^GetIndexHTTPLambda has a role that is not of this template/,
  },
  {
    when: 'a bucket becomes public',
    break(it) {
      properties(it, 'CoversBucket')['PublicAccessBlockConfiguration'].BlockPublicPolicy = false
    },
    rule: 'private-buckets',
    says: /^CoversBucket is a public bucket, or may become one: BlockPublicPolicy/,
  },
  {
    when: 'a bucket is read by everybody',
    break: (it) =>
      properties(it, 'CoversBucketPolicy')['PolicyDocument'].Statement.push({
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: { 'Fn::Sub': '${CoversBucket.Arn}/*' },
      }),
    rule: 'closed-doors',
    says: /^CoversBucketPolicy lets everybody in/,
  },
  {
    when: 'a service may send for anybody',
    break(it) {
      const policy = properties(it, 'NoteWrittenEventLambdaDeadLettersPolicy')['PolicyDocument']
      delete policy.Statement[0].Condition
    },
    rule: 'closed-doors',
    says: /^NoteWrittenEventLambdaDeadLettersPolicy lets sns.amazonaws.com in for anybody/,
  },
  {
    when: 'a condition holds for anybody',
    break(it) {
      const policy = properties(it, 'NoteWrittenEventLambdaDeadLettersPolicy')['PolicyDocument']
      policy.Statement[0].Condition = { ArnLike: { 'aws:SourceArn': '*' } }
    },
    rule: 'closed-doors',
    says: /^NoteWrittenEventLambdaDeadLettersPolicy lets sns.amazonaws.com in for anybody/,
  },
  {
    when: 'another account may take a role',
    break: (it) =>
      properties(it, 'GetIndexHTTPLambdaRole')['AssumeRolePolicyDocument'].Statement.push({
        Effect: 'Allow',
        Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::123456789012:root' } },
        Action: 'sts:AssumeRole',
      }),
    rule: 'closed-doors',
    says: /^GetIndexHTTPLambdaRole lets the account .*123456789012:root in/,
  },
  {
    when: 'a bucket is reached without TLS',
    break: (it) => delete it.Resources['CoversBucketPolicy'],
    rule: 'tls-only',
    says: /^CoversBucket may be used without TLS/,
  },
  {
    when: 'a queue is not encrypted',
    break: (it) => delete properties(it, 'ThumbnailsQueue')['SqsManagedSseEnabled'],
    rule: 'encrypted',
    says: /^ThumbnailsQueue is a queue that is not encrypted/,
  },
  {
    when: 'a table has no backups',
    break: (it) => delete properties(it, 'NotesTable')['PointInTimeRecoverySpecification'],
    rule: 'backups',
    says: /^NotesTable has no point-in-time recovery/,
  },
  {
    when: 'production’s table goes with its stack',
    break: (it) => delete it.Resources['NotesTable']!.DeletionPolicy,
    rule: 'kept-in-production',
    says: /^NotesTable has DeletionPolicy Delete, not Retain/,
  },
  {
    when: 'a table has a price by the hour',
    break: (it) => (properties(it, 'NotesTable')['BillingMode'] = 'PROVISIONED'),
    rule: 'on-demand',
    says: /^NotesTable is not PAY_PER_REQUEST/,
  },
  {
    when: 'a declared secret stands in the template',
    break(it) {
      const text = 'a-secret-that-nobody-guesses-in-a-hundred-years'
      properties(it, 'GetIndexHTTPLambda')['Environment'].Variables.MOTTO = text
    },
    rule: 'no-secrets',
    says: /^GetIndexHTTPLambda holds a secret in plain text: MOTTO/,
  },
  {
    when: 'a key of Stripe stands in the template',
    break(it) {
      // In two parts, so that no scanner takes this file for a leak.
      properties(it, 'Dashboard')['DashboardBody'] = `sk_live_${'51Hx0123456789'}`
    },
    rule: 'no-secrets',
    says: /^Dashboard holds a secret in plain text: DashboardBody/,
  },
  {
    when: 'logs are kept for ever',
    break: (it) => delete properties(it, 'GetIndexHTTPLambdaLogs')['RetentionInDays'],
    rule: 'log-retention',
    says: /^GetIndexHTTPLambdaLogs has no retention/,
  },
  {
    when: 'a function has no log group',
    break: (it) => delete it.Resources['GetIndexHTTPLambdaLogs'],
    rule: 'log-retention',
    says: /^GetIndexHTTPLambda has no log group/,
  },
  {
    when: 'a function runs on an old Node',
    break: (it) => (properties(it, 'GetIndexHTTPLambda')['Runtime'] = 'nodejs20.x'),
    rule: 'runtime',
    says: /^GetIndexHTTPLambda runs on nodejs20.x/,
  },
  {
    when: 'a function runs on x86',
    break: (it) => delete properties(it, 'GetIndexHTTPLambda')['Architectures'],
    rule: 'runtime',
    says: /^GetIndexHTTPLambda runs on x86_64, not on arm64/,
  },
  {
    when: 'a route may take a minute',
    break: (it) => (properties(it, 'GetIndexHTTPLambda')['Timeout'] = 60),
    rule: 'request-time',
    says: /^GetIndexHTTPLambda may take 60 s; API Gateway waits for 30/,
  },
  {
    when: 'nobody watches dead letters',
    break: (it) => delete it.Resources['ThumbnailsQueueLambdaDeadLettersAlarm'],
    rule: 'watched',
    says: /^ThumbnailsQueueLambdaDeadLetters has no alarm/,
  },
  {
    when: 'the site speaks old TLS',
    break(it) {
      distribution(it).ViewerCertificate.MinimumProtocolVersion = 'TLSv1'
    },
    rule: 'https',
    says: /^SiteDistribution accepts TLSv1:/,
  },
  {
    when: 'the site answers over plain HTTP',
    break(it) {
      distribution(it).DefaultCacheBehavior.ViewerProtocolPolicy = 'allow-all'
    },
    rule: 'https',
    says: /^SiteDistribution answers \* over plain HTTP/,
  },
  {
    when: 'a queue’s dead letters go to a FIFO queue',
    break: (it) => (properties(it, 'ThumbnailsQueueLambdaDeadLetters')['FifoQueue'] = true),
    rule: 'same-kind',
    says: /^ThumbnailsQueue is standard, and its dead-letter queue is FIFO/,
  },
  {
    when: 'a function’s variables exceed 4 KB',
    break(it) {
      const { Variables } = properties(it, 'GetIndexHTTPLambda')['Environment']
      Variables.POEM = 'x'.repeat(4096)
    },
    rule: 'environment-size',
    says: /^GetIndexHTTPLambda has 4\d\d\d bytes of variables/,
  },
  {
    when: 'a role’s policies exceed what IAM takes',
    break(it) {
      const Resource = Array.from({ length: 400 }, (_, index) => `arn:aws:s3:::covers/${index}`)
      allow(it, 'GetIndexHTTPLambdaRole', { Action: 's3:GetObject', Resource })
    },
    rule: 'role-size',
    says: /^GetIndexHTTPLambdaRole has 1\d{4} characters of policies/,
  },
  {
    when: 'API Gateway may not call the function of a route',
    break: (it) =>
      properties(it, 'HTTPRole')['Policies'][0].PolicyDocument.Statement[0].Resource.pop(),
    rule: 'routes-called',
    says: /^HTTP may not call GetIndexHTTPLambda for GET \/: no role and no permission says so/,
  },
  {
    when: 'a route calls its function in nobody’s name',
    break(it) {
      const { get } = properties(it, 'HTTP')['DefinitionBody'].paths['/notes/{id}']
      delete get['x-amazon-apigateway-integration'].credentials
    },
    rule: 'routes-called',
    says: /^HTTP may not call GetNotesIdHTTPLambda for GET \/notes\/\{id\}/,
  },
  {
    when: 'there are more resources than CloudFormation takes',
    break(it) {
      for (let index = 0; index < 450; index++) {
        it.Resources[`More${index}`] = { Type: 'AWS::SNS::Topic', Properties: {} }
      }
    },
    rule: 'stack-size',
    says: /^stack has 5\d\d resources, and CloudFormation takes 500: take a service out/,
  },
  {
    when: 'a property of a function is mistyped',
    break: (it) => (properties(it, 'GetIndexHTTPLambda')['Memory'] = 512),
    rule: 'macros',
    says: /^GetIndexHTTPLambda has the property Memory, which is not known here/,
  },
]

/** Mistakes that are seen only beside what is deployed. */
export const losses: readonly Mutation[] = [
  {
    when: 'a table is renamed',
    break(it) {
      it.Resources['PagesTable'] = it.Resources['NotesTable']!
      delete it.Resources['NotesTable']
    },
    rule: 'data-lost',
    says: /^NotesTable would leave the stack: its rows stay .* called PagesTable now, that one starts empty/,
  },
  {
    when: 'a table is removed',
    break: (it) => delete it.Resources['PlugboardKeysTable'],
    rule: 'data-lost',
    says: /^PlugboardKeysTable would leave the stack/,
  },
  {
    when: 'a table’s key changes',
    break: (it) => (properties(it, 'NotesTable')['KeySchema'][0].AttributeName = 'slug'),
    rule: 'data-lost',
    says: /^NotesTable would be replaced by an empty one, for its key changes/,
  },
  {
    when: 'a table’s key changes from text to number',
    break(it) {
      const attributes = properties(it, 'NotesTable')['AttributeDefinitions']
      attributes.find((it: Properties) => it['AttributeName'] === 'id').AttributeType = 'N'
    },
    rule: 'data-lost',
    says: /^NotesTable would be replaced by an empty one, for its key’s type changes/,
  },
  {
    when: 'a queue becomes FIFO',
    break: (it) => (properties(it, 'ThumbnailsQueue')['FifoQueue'] = true),
    rule: 'data-lost',
    says: /^ThumbnailsQueue would be replaced .*: the messages that wait in it are deleted/,
  },
  {
    when: 'a bucket is removed',
    break(it) {
      delete it.Resources['CoversBucket']
      delete it.Resources['CoversBucketPolicy']
    },
    rule: 'data-lost',
    says: /^CoversBucket would leave the stack: its files stay/,
  },
  {
    when: 'something that nobody here knows gives way to something else',
    break(it) {
      it.Resources['Files'] = { Type: 'AWS::EFS::FileSystem', Properties: { Encrypted: true } }
    },
    before(it) {
      it.Resources['Files'] = { Type: 'AWS::EFS::FileSystem', Properties: { Encrypted: false } }
    },
    rule: 'data-lost',
    says: /^Files would be replaced .* whatever AWS::EFS::FileSystem holds/,
  },
  {
    when: 'rows begin to expire',
    break(it) {
      const expiry = { AttributeName: 'writtenAt', Enabled: true }
      properties(it, 'NotesTable')['TimeToLiveSpecification'] = expiry
    },
    rule: 'data-expires',
    says: /^NotesTable would delete rows at the time in their writtenAt/,
  },
  {
    when: 'files begin to expire',
    break: (it) =>
      properties(it, 'CoversBucket')['LifecycleConfiguration'].Rules.push({
        Status: 'Enabled',
        ExpirationInDays: 30,
      }),
    rule: 'data-expires',
    says: /^CoversBucket would delete files 30 days after/,
  },
  {
    when: 'logs are kept for a shorter time',
    break: (it) => (properties(it, 'GetIndexHTTPLambdaLogs')['RetentionInDays'] = 7),
    rule: 'data-expires',
    says: /^GetIndexHTTPLambdaLogs would keep logs 7 days, not 30/,
  },
  {
    when: 'deletion protection is taken off',
    break: (it) => delete properties(it, 'NotesTable')['DeletionProtectionEnabled'],
    rule: 'less-protected',
    says: /^NotesTable would lose its deletion protection/,
  },
  {
    when: 'two indexes come at once',
    break(it) {
      const indexes = properties(it, 'NotesTable')['GlobalSecondaryIndexes']
      indexes.push({ ...indexes[0], IndexName: 'byOne' }, { ...indexes[0], IndexName: 'byTwo' })
    },
    rule: 'index-steps',
    says: /^NotesTable adds or drops 2 indexes \(byOne, byTwo\)/,
  },
  {
    when: 'an index changes its projection',
    break(it) {
      properties(it, 'NotesTable')['GlobalSecondaryIndexes'][0].Projection = {
        ProjectionType: 'KEYS_ONLY',
      }
    },
    rule: 'index-steps',
    says: /^NotesTable changes its index byAuthor/,
  },
  {
    when: 'a function may do more',
    break: (it) =>
      allow(it, 'GetNotesIdHTTPLambdaRole', {
        Action: 'dynamodb:DeleteItem',
        Resource: { 'Fn::GetAtt': ['NotesTable', 'Arn'] },
      }),
    rule: 'access-wider',
    says: /^GetNotesIdHTTPLambda could now do dynamodb:DeleteItem on NotesTable/,
  },
  {
    when: 'another account may send to a queue',
    break(it) {
      it.Resources['ThumbnailsQueuePolicy'] = {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'ThumbnailsQueue' }],
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: '123456789012' },
                Action: 'sqs:SendMessage',
                Resource: { 'Fn::GetAtt': ['ThumbnailsQueue', 'Arn'] },
              },
            ],
          },
        },
      }
    },
    rule: 'doors-wider',
    says: /^ThumbnailsQueuePolicy lets 123456789012 do sqs:SendMessage on ThumbnailsQueue/,
  },
  {
    when: 'the site leaves its domain',
    break: (it) => delete distribution(it).Aliases,
    rule: 'address-lost',
    says: /^SiteDistribution would no longer answer at the domain www.example.com/,
  },
  {
    when: 'an alarm is removed',
    break: (it) => delete it.Resources['FailedRequestsAlarm'],
    rule: 'alarms-off',
    says: /^FailedRequestsAlarm would be removed, and what it watches stays/,
  },
  {
    when: 'an alarm tells nobody any more',
    break: (it) => (properties(it, 'SlowRequestsAlarm')['AlarmActions'] = []),
    rule: 'alarms-off',
    says: /^SlowRequestsAlarm would tell nobody any more/,
  },
  {
    when: 'the budget is removed',
    break: (it) => delete it.Resources['Budget'],
    rule: 'alarms-off',
    says: /^Budget would be removed/,
  },
  {
    when: 'a schedule is switched off',
    break: (it) => (properties(it, 'NightlyScheduleEvent')['State'] = 'DISABLED'),
    rule: 'switched-off',
    says: /^NightlyScheduleEvent would no longer run/,
  },
]
