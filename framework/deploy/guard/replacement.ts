/**
 * Which changes make CloudFormation replace a resource: make a new one, and take the old one away.
 *
 * "Update requires: Replacement" of AWS's resource reference
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/), which its schemas call
 * `createOnlyProperties`; looked up on 2026-11-21. A test holds this to the schemas for our template.
 *
 * @module
 */

import type { PropertyChange } from './difference.ts'

const replacing: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
  'AWS::ApiGatewayV2::ApiMapping': ['DomainName'],
  'AWS::ApiGatewayV2::DomainName': ['DomainName'],
  'AWS::ApiGatewayV2::Authorizer': ['ApiId'],
  'AWS::ApiGatewayV2::Deployment': ['ApiId'],
  'AWS::ApiGatewayV2::Integration': ['ApiId'],
  'AWS::ApiGatewayV2::Route': ['ApiId'],
  'AWS::ApiGatewayV2::Stage': ['StageName', 'ApiId'],
  'AWS::Budgets::Budget': ['Budget.BudgetName', 'NotificationsWithSubscribers'],
  'AWS::CertificateManager::Certificate': [
    'DomainName',
    'SubjectAlternativeNames',
    'DomainValidationOptions',
    'KeyAlgorithm',
    'CertificateAuthorityArn',
    'CertificateExport',
  ],
  'AWS::CloudFront::CachePolicy': [],
  'AWS::CloudFront::Distribution': [],
  'AWS::CloudFront::Function': ['Name'],
  'AWS::CloudFront::OriginAccessControl': [],
  'AWS::CloudFront::OriginRequestPolicy': [],
  'AWS::CloudFront::ResponseHeadersPolicy': [],
  'AWS::CloudWatch::Alarm': ['AlarmName'],
  'AWS::CloudWatch::CompositeAlarm': ['AlarmName'],
  'AWS::CloudWatch::Dashboard': ['DashboardName'],
  'AWS::DynamoDB::Table': [
    'TableName',
    'KeySchema',
    'LocalSecondaryIndexes',
    'ImportSourceSpecification',
  ],
  'AWS::Events::Rule': ['Name', 'EventBusName'],
  'AWS::IAM::ManagedPolicy': ['ManagedPolicyName', 'Description', 'Path'],
  'AWS::IAM::Policy': [],
  'AWS::IAM::Role': ['Path', 'RoleName'],
  'AWS::KMS::Key': [],
  'AWS::Lambda::Alias': ['Name', 'FunctionName'],
  'AWS::Lambda::EventInvokeConfig': ['FunctionName', 'Qualifier'],
  'AWS::Lambda::EventSourceMapping': [
    'EventSourceArn',
    'StartingPosition',
    'StartingPositionTimestamp',
    'SelfManagedEventSource',
  ],
  'AWS::Lambda::Function': ['FunctionName', 'PackageType', 'TenancyConfig', 'DurableConfig'],
  'AWS::Lambda::LayerVersion': [
    'CompatibleArchitectures',
    'CompatibleRuntimes',
    'Content',
    'Description',
    'LayerName',
    'LicenseInfo',
  ],
  'AWS::Lambda::Permission': [
    'Action',
    'EventSourceToken',
    'FunctionName',
    'FunctionUrlAuthType',
    'InvokedViaFunctionUrl',
    'Principal',
    'PrincipalOrgID',
    'SourceAccount',
    'SourceArn',
  ],
  'AWS::Lambda::Url': ['TargetFunctionArn', 'Qualifier'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::Logs::MetricFilter': ['FilterName', 'LogGroupName'],
  'AWS::Route53::HostedZone': ['Name'],
  'AWS::Route53::RecordSet': ['Name', 'HostedZoneName', 'HostedZoneId'],
  'AWS::S3::Bucket': ['BucketName', 'BucketNamePrefix', 'BucketNamespace'],
  'AWS::S3::BucketPolicy': ['Bucket'],
  'AWS::SES::ConfigurationSet': ['Name'],
  'AWS::SES::EmailIdentity': ['EmailIdentity'],
  'AWS::SNS::Subscription': ['Endpoint', 'Protocol', 'TopicArn', 'Region'],
  'AWS::SNS::Topic': ['TopicName', 'FifoTopic'],
  'AWS::SNS::TopicPolicy': [],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::SQS::QueuePolicy': [],
  'AWS::SSM::Parameter': ['Name'],
  'AWS::Scheduler::Schedule': ['Name'],
  'AWS::Scheduler::ScheduleGroup': ['Name'],
  'AWS::SecretsManager::Secret': ['Name'],
  'AWS::WAFv2::WebACL': ['Name', 'Scope'],
}

/** The paths of a type that replace it; undefined for a type that is not known here. */
export function findReplacing(type: string): readonly string[] | undefined {
  return replacing[type]
}

/** Whether a change of a property replaces its resource; of a type that is not known, any does. */
export function isReplacing(type: string, { path, before, after }: PropertyChange): boolean {
  const known = replacing[type]
  if (!known) return true
  const changed = path.join('.')
  if (type === 'AWS::DynamoDB::Table' && changed === 'AttributeDefinitions') {
    return hasNewType(before, after)
  }
  return known.some((it) => changed === it || changed.startsWith(`${it}.`))
}

/** Attributes come and go with indexes; one that stays with another type replaces the table. */
export function hasNewType(before: unknown, after: unknown): boolean {
  const [old, now] = [before, after].map(
    (it) => new Map(((it ?? []) as Attribute[]).map((it) => [it.AttributeName, it.AttributeType])),
  ) as [Map<string, string>, Map<string, string>]
  return [...now].some(([name, type]) => old.has(name) && old.get(name) !== type)
}

interface Attribute {
  AttributeName: string
  AttributeType: string
}
