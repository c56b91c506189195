/**
 * The routes of the HTTP API. SAM writes them into an OpenAPI document, which MiniStack does not read:
 * they are made of it through its API instead.
 *
 * @module
 */
import type { Aws, Deployed } from './aws.ts'
import { account, region } from './ministack.ts'

interface Integration {
  type: string
  uri: string | { 'Fn::Sub': string | [string, object] }
  payloadFormatVersion: string
  httpMethod: string
  credentials: { 'Fn::GetAtt': [string, string] }
}

type Paths = Record<string, Record<string, { 'x-amazon-apigateway-integration'?: Integration }>>

/** Makes the routes that the stack's template says, in place of those that were there. */
export async function importRoutes(aws: Aws, stackName: string): Promise<number> {
  const resources = await aws.listResources(stackName)
  const template = await aws.readTemplate(stackName)
  const api = `/v2/apis/${requireId(resources, 'HTTP')}`
  await removeRoutes(aws, api)

  const { paths } = template['HTTP']!.Properties['Body'] as { paths: Paths }
  let count = 0
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { 'x-amazon-apigateway-integration': integration }] of Object.entries(
      methods,
    )) {
      if (integration?.type !== 'aws_proxy') continue
      const { integrationId } = await aws.rest<{ integrationId: string }>(
        'apigateway',
        'POST',
        `${api}/integrations`,
        toIntegration(integration, resources),
      )
      const verb = method === 'x-amazon-apigateway-any-method' ? 'ANY' : method.toUpperCase()
      await aws.rest('apigateway', 'POST', `${api}/routes`, {
        routeKey: `${verb} ${path}`,
        target: `integrations/${integrationId}`,
      })
      count++
    }
  }
  return count
}

async function removeRoutes(aws: Aws, api: string): Promise<void> {
  const { items: routes } = await aws.rest<{ items: { routeId: string }[] }>(
    'apigateway',
    'GET',
    `${api}/routes`,
  )
  for (const { routeId } of routes)
    await aws.rest('apigateway', 'DELETE', `${api}/routes/${routeId}`)
  const { items } = await aws.rest<{ items: { integrationId: string }[] }>(
    'apigateway',
    'GET',
    `${api}/integrations`,
  )
  for (const { integrationId } of items) {
    await aws.rest('apigateway', 'DELETE', `${api}/integrations/${integrationId}`)
  }
}

function toIntegration(integration: Integration, resources: Deployed[]) {
  const { uri, payloadFormatVersion, credentials } = integration
  const text = typeof uri === 'string' ? uri : [uri['Fn::Sub']].flat()[0]
  const id = /\$\{(\w+)\.Arn\}/.exec(String(text))?.[1]
  if (!id) throw new Error(`This integration calls no function: ${text}`)
  return {
    integrationType: 'AWS_PROXY',
    integrationUri: toFunctionArn(requireId(resources, id)),
    payloadFormatVersion,
    credentialsArn: toRoleArn(requireId(resources, credentials['Fn::GetAtt'][0])),
  }
}

function requireId(resources: Deployed[], logicalId: string): string {
  const found = resources.find(({ LogicalResourceId }) => LogicalResourceId === logicalId)
  if (!found) throw new Error(`The stack has no ${logicalId}`)
  return found.PhysicalResourceId
}

function toRoleArn(name: string): string {
  return `arn:aws:iam::${account}:role/${name}`
}

function toFunctionArn(name: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`
}
