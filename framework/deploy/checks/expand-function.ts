/**
 * What AWS SAM makes of a function: the function, what calls it, and that it may be called.
 *
 * @module
 */
import type { Resource } from '../cloudformation.ts'
import type { Problem } from '../rules/rule.ts'
import { renderValue } from '../rules/references.ts'
import { defined, toUnknown, withoutArchitect } from './attributes.ts'

type Properties = Record<string, unknown>

/** The same in SAM and in Lambda. */
const same = [
  'FunctionName',
  'Description',
  'Handler',
  'Runtime',
  'MemorySize',
  'Timeout',
  'Environment',
  'Architectures',
  'EphemeralStorage',
  'Layers',
  'ReservedConcurrentExecutions',
  'LoggingConfig',
  'VpcConfig',
  'KmsKeyArn',
  'PackageType',
  'FileSystemConfigs',
  'RuntimeManagementConfig',
  'RecursiveLoop',
  'SnapStart',
]
const changed = [
  'CodeUri',
  'Role',
  'Tracing',
  'DeadLetterQueue',
  'EventInvokeConfig',
  'Events',
  'Tags',
]

/** Adds the plain resources of a function, and what cannot be told. */
export function expandFunction(
  id: string,
  resource: Resource,
  { Resources, problems }: { Resources: Record<string, Resource>; problems: Problem[] },
): void {
  const { Properties } = resource
  const known = [...same, ...changed]
  problems.push(
    ...toUnknown(
      id,
      Object.keys(Properties).filter((name) => !known.includes(name)),
    ),
  )
  const { Role, Tracing, DeadLetterQueue, EventInvokeConfig, Events = {}, Tags } = Properties
  if (!Role) problems.push({ resource: id, says: 'has no role: AWS SAM would make one of its own' })

  Resources[id] = {
    ...withoutArchitect(resource),
    Type: 'AWS::Lambda::Function',
    Properties: {
      ...pick(Properties, same),
      Code: { S3Bucket: 'deployment-bucket', S3Key: 'code' },
      ...(Role !== undefined && { Role }),
      ...(Tracing !== undefined && { TracingConfig: { Mode: Tracing } }),
      ...(DeadLetterQueue !== undefined && {
        DeadLetterConfig: { TargetArn: (DeadLetterQueue as Properties)['TargetArn'] },
      }),
      ...(Tags !== undefined && {
        Tags: Object.entries(Tags as object).map(([Key, Value]) => ({
          Key,
          Value: Value as string,
        })),
      }),
    },
  }
  if (EventInvokeConfig) {
    Resources[`${id}EventInvokeConfig`] = toInvokeConfig(id, EventInvokeConfig as Properties)
  }
  for (const [name, event] of Object.entries(Events)) {
    const expand = sources[event.Type]
    if (expand) Object.assign(Resources, expand(id, name, event.Properties))
    else {
      const says = `has an event of type ${event.Type}, which nobody here knows`
      problems.push({ resource: id, says })
    }
    if (event.Type !== 'HttpApi') continue
    const names = Object.keys(event.Properties).filter((it) => !routeProperties.includes(it))
    problems.push(...toUnknown(id, names))
  }
}

function toInvokeConfig(id: string, { DestinationConfig, ...config }: Properties): Resource {
  const destinations = Object.entries((DestinationConfig ?? {}) as Record<string, Properties>)
  return {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: id },
      Qualifier: '$LATEST',
      ...config,
      ...(destinations.length > 0 && {
        DestinationConfig: Object.fromEntries(
          destinations.map(([when, { Destination }]) => [when, { Destination }]),
        ),
      }),
    },
  }
}

type Source = (id: string, name: string, properties: Properties) => Record<string, Resource>

const routeProperties = ['ApiId', 'Path', 'Method', 'PayloadFormatVersion', 'TimeoutInMillis']

const sources: Record<string, Source> = {
  HttpApi: (id, name, { ApiId, Path, Method }) => ({
    [`${id}${name}Permission`]: toPermission(id, 'apigateway', {
      'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:${renderValue(ApiId ?? { Ref: 'ServerlessHttpApi' })}/*/${
        String(Method).toUpperCase() === 'ANY' ? '*' : String(Method).toUpperCase()
      }${String(Path).replace(/\{[^}]*\}/g, '*')}`,
    }),
  }),

  SNS: (id, name, { Topic, ...properties }) => ({
    [`${id}${name}`]: {
      Type: 'AWS::SNS::Subscription',
      Properties: { Protocol: 'lambda', TopicArn: Topic, Endpoint: toArn(id), ...properties },
    },
    [`${id}${name}Permission`]: toPermission(id, 'sns', Topic),
  }),

  SQS: (id, name, { Queue, ...properties }) => toMapping(id, name, Queue, properties),
  DynamoDB: (id, name, { Stream, ...properties }) => toMapping(id, name, Stream, properties),
}

function toMapping(id: string, name: string, EventSourceArn: unknown, properties: Properties) {
  const failure = (properties['DestinationConfig'] as Record<string, Properties>)?.['OnFailure']
  return {
    [`${id}${name}`]: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        FunctionName: { Ref: id },
        EventSourceArn,
        ...properties,
        ...(failure && {
          DestinationConfig: { OnFailure: { Destination: failure['Destination'] } },
        }),
      },
    },
  }
}

function toPermission(id: string, service: string, SourceArn: unknown): Resource {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: id },
      Principal: `${service}.amazonaws.com`,
      SourceArn,
    },
  }
}

function toArn(id: string): unknown {
  return { 'Fn::GetAtt': [id, 'Arn'] }
}

function pick(from: Properties, names: readonly string[]): Properties {
  return defined(Object.fromEntries(names.map((name) => [name, from[name]])))
}
