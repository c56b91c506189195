/**
 * The AWS of the emulator, as far as it is asked about what was deployed.
 *
 * @module
 */
import awsLite from '@aws-lite/client'
import { account, region } from './ministack.ts'

/** One resource of a deployed stack. */
export interface Deployed {
  LogicalResourceId: string
  PhysicalResourceId: string
  ResourceType: string
}

/** A resource as the expanded template has it. */
export interface Expanded {
  Type: string
  Properties: Record<string, unknown>
}

interface StackEvent {
  LogicalResourceId: string
  ResourceStatus: string
  ResourceStatusReason?: string
}

interface Output {
  OutputKey: string
  OutputValue: string
}

/** XML does not tell a list of one from a thing. */
type List<T> = T | T[] | { member: T | T[] }

export type Aws = Awaited<ReturnType<typeof createAws>>

/** A client of the emulator at `endpoint`. */
export async function createAws(endpoint: string) {
  const client = await awsLite({
    endpoint,
    region,
    accessKeyId: account,
    secretAccessKey: 'test',
  })

  async function cloudformation<T>(Action: string, parameters: Record<string, string>): Promise<T> {
    const { payload } = await client({
      service: 'cloudformation',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ Action, Version: '2010-05-15', ...parameters }).toString(),
    })
    return payload[`${Action}Result`] as T
  }

  return {
    /** A JSON service's action: `json('sqs', 'AmazonSQS.ListQueues', {})`. */
    async json<T>(service: string, target: string, payload: object): Promise<T> {
      const version = target.startsWith('AmazonS') ? '1.0' : '1.1'
      const answer = await client({
        service,
        headers: {
          'content-type': `application/x-amz-json-${version}`,
          'x-amz-target': target,
        },
        payload: JSON.stringify(payload),
      })
      return answer.payload as T
    },

    /** A REST service's. */
    async rest<T>(
      service: string,
      method: 'GET' | 'POST' | 'DELETE',
      path: string,
      body?: object,
    ): Promise<T> {
      const { payload } = await client({ service, method, path, ...(body && { payload: body }) })
      return payload as T
    },

    /** One thing of each member of a list that is answered in XML: `list('sns', 'ListTopics', 'TopicArn')`. */
    async list(service: string, action: string, field: string): Promise<string[]> {
      // Root's signature is not looked at; its service and region are.
      const scope = `${account}/20260101/${region}/${service}/aws4_request`
      const response = await fetch(endpoint, {
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
          ...(action && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(action && { method: 'POST', body: `Action=${action}` }),
      })
      const text = await response.text()
      const found = text.matchAll(new RegExp(`<${field}>([^<]*)</${field}>`, 'g'))
      return [...found].map((match) => match[1]!)
    },

    /** What a stack is made of; nothing when there is none. */
    async listResources(StackName: string): Promise<Deployed[]> {
      const found = await cloudformation<{ StackResources?: List<Deployed> }>(
        'DescribeStackResources',
        { StackName },
      ).catch(() => undefined)
      return toList(found?.StackResources)
    },

    /** Why a stack did not come to be, resource by resource. */
    async listFailures(StackName: string): Promise<string[]> {
      const { StackEvents } = await cloudformation<{ StackEvents?: List<StackEvent> }>(
        'DescribeStackEvents',
        { StackName },
      )
      return toList(StackEvents)
        .filter(({ ResourceStatus }) => ResourceStatus.endsWith('_FAILED'))
        .map((it) => `${it.LogicalResourceId}: ${it.ResourceStatusReason}`)
    },

    /** What a stack tells of itself: `{ SiteURL: 'https://…' }`. */
    async readOutputs(StackName: string): Promise<Record<string, string>> {
      const { Stacks } = await cloudformation<{ Stacks: List<{ Outputs: List<Output> }> }>(
        'DescribeStacks',
        { StackName },
      )
      const outputs = toList(toList(Stacks)[0]?.Outputs)
      return Object.fromEntries(outputs.map((it) => [it.OutputKey, it.OutputValue]))
    },

    /** The resources of a stack's template once its macros are expanded. */
    async readTemplate(StackName: string): Promise<Record<string, Expanded>> {
      const { TemplateBody } = await cloudformation<{ TemplateBody: string }>('GetTemplate', {
        StackName,
        TemplateStage: 'Processed',
      })
      return (JSON.parse(TemplateBody) as { Resources: Record<string, Expanded> }).Resources
    },
  }
}

function toList<T>(list: List<T> | undefined): T[] {
  if (!list) return []
  const members = typeof list === 'object' && 'member' in list ? list.member : list
  return [members].flat() as T[]
}
