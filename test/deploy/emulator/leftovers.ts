/**
 * What is in the account.
 *
 * @module
 */
import type { Aws } from './aws.ts'

/** The names of all that costs, keeps something or may do something, by kind; kinds with none are left out. */
export async function listLeftovers(aws: Aws): Promise<Record<string, string[]>> {
  const { TableNames } = await aws.json<{ TableNames: string[] }>(
    'dynamodb',
    'DynamoDB_20120810.ListTables',
    {},
  )
  const { QueueUrls = [] } = await aws.json<{ QueueUrls?: string[] }>(
    'sqs',
    'AmazonSQS.ListQueues',
    {},
  )
  const { logGroups } = await aws.json<{ logGroups: { logGroupName: string }[] }>(
    'logs',
    'Logs_20140328.DescribeLogGroups',
    {},
  )
  const { Parameters } = await aws.json<{ Parameters: { Name: string }[] }>(
    'ssm',
    'AmazonSSM.GetParametersByPath',
    { Path: '/', Recursive: true },
  )
  const { Functions } = await aws.rest<{ Functions: { FunctionName: string }[] }>(
    'lambda',
    'GET',
    '/2015-03-31/functions/',
  )
  const { items: apis } = await aws.rest<{ items: { name: string }[] }>(
    'apigateway',
    'GET',
    '/v2/apis',
  )
  const { Schedules } = await aws.rest<{ Schedules: { Name: string }[] }>(
    'scheduler',
    'GET',
    '/schedules',
  )
  const found = {
    tables: TableNames,
    queues: QueueUrls,
    topics: await aws.list('sns', 'ListTopics', 'TopicArn'),
    roles: await aws.list('iam', 'ListRoles', 'RoleName'),
    functions: Functions.map(({ FunctionName }) => FunctionName),
    apis: apis.map(({ name }) => name),
    schedules: Schedules.map(({ Name }) => Name),
    logs: logGroups.map(({ logGroupName }) => logGroupName),
    parameters: Parameters.map(({ Name }) => Name),
    buckets: await aws.list('s3', '', 'Name'),
  }
  return Object.fromEntries(Object.entries(found).filter(([, names]) => names.length > 0))
}
