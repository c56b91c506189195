/**
 * What a deployed stack knows and a container must: the physical names of its parts, and the variables
 * of its stage, secrets included.
 *
 * @module
 */
import { getClient } from '../../aws.ts'
import type { ServeManifest } from '../manifest.ts'
import { subscriberQueue, subscriberVariable } from '../queues/subscriber.ts'

export interface Stack {
  /** Variables for the functions. */
  env: Record<string, string>
  /** Physical names of the functions, by logical id. */
  names: Record<string, string>
}

interface StackResource {
  LogicalResourceId: string
  PhysicalResourceId: string
  ResourceType: string
}

/**
 * Asks CloudFormation for the parts and SSM for the variables, as `arc env` keeps them.
 *
 * @throws Error in one line: the stack is not there, or may not be looked at
 */
export async function readStack(stackName: string, manifest: ServeManifest): Promise<Stack> {
  const stage = stackName.startsWith(`${manifest.stackPrefix}Production`) ? 'production' : 'staging'
  const [resources, variables, own] = await Promise.all([
    listResources(stackName).catch((error: unknown) => fail(stackName, error)),
    listParameters(`/${manifest.app}/${stage}`),
    listParameters(`/${stackName}`),
  ])
  const address = own.find(({ name }) => name === 'APP_URL')
  const lambdas = resources.filter((it) => it.ResourceType === 'AWS::Lambda::Function')
  const names = resources.flatMap(({ LogicalResourceId: id, PhysicalResourceId: name }) =>
    manifest.names[id] ? [[manifest.names[id], name]] : [],
  )
  return {
    env: {
      ARC_ENV: stage,
      ...(address && { APP_URL: address.value }),
      ...Object.fromEntries(variables.map(({ name, value }) => [name, value])),
      ...(Object.fromEntries(names) as Record<string, string>),
      ...toSubscribers(resources, manifest),
    },
    names: Object.fromEntries(lambdas.map((it) => [it.LogicalResourceId, it.PhysicalResourceId])),
  }
}

function toSubscribers(resources: StackResource[], { functions }: ServeManifest) {
  const found = functions.flatMap(({ pragma, name, logicalId }) => {
    const queue = resources.find((it) => it.LogicalResourceId === subscriberQueue(logicalId))
    return pragma === 'events' && queue
      ? [[subscriberVariable(name), queue.PhysicalResourceId]]
      : []
  })
  return Object.fromEntries(found) as Record<string, string>
}

async function listResources(StackName: string): Promise<StackResource[]> {
  const client = await getClient('cloudformation')
  const all: StackResource[] = []
  let NextToken = ''
  do {
    const parameters = { Action: 'ListStackResources', Version: '2010-05-15', StackName }
    const body = new URLSearchParams({ ...parameters, ...(NextToken && { NextToken }) })
    const { payload } = await client({
      service: 'cloudformation',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      payload: body.toString(),
    })
    const result = (payload as ListAnswer).ListStackResourcesResult ?? (payload as ListResult)
    const { member = [] } = result.StackResourceSummaries || {}
    all.push(...[member].flat())
    NextToken = result.NextToken ?? ''
  } while (NextToken)
  return all
}

interface ListResult {
  StackResourceSummaries?: { member?: StackResource | StackResource[] } | ''
  NextToken?: string
}
type ListAnswer = { ListStackResourcesResult?: ListResult }

async function listParameters(Path: string): Promise<{ name: string; value: string }[]> {
  const client = await getClient('ssm')
  const all: { name: string; value: string }[] = []
  let NextToken: string | undefined
  do {
    const { payload } = await client({
      service: 'ssm',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AmazonSSM.GetParametersByPath',
      },
      payload: JSON.stringify({ Path, WithDecryption: true, NextToken }),
      awsjson: false,
    })
    const answer = payload as { Parameters?: { Name: string; Value: string }[]; NextToken?: string }
    for (const { Name, Value } of answer.Parameters ?? []) {
      all.push({ name: Name.slice(Path.length + 1), value: Value })
    }
    NextToken = answer.NextToken
  } while (NextToken)
  return all
}

function fail(stackName: string, error: unknown): never {
  const reason = (error as Error).message.replace(/^@aws-lite\S+ \w+: /, '').replace(/\.?$/, '.')
  throw new Error(
    `The stack ${stackName} cannot be read: ${reason} ` +
      'Is it deployed, in this region, and may this role call cloudformation:ListStackResources?',
    { cause: error },
  )
}
