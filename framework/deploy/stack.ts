/**
 * A deployed stack, as CloudFormation tells of it.
 *
 * @module
 */
import type { AwsLiteClient } from '@aws-lite/client'
import type { Inventory } from '../manifest.ts'

/** A stack. */
export interface Stack {
  /** Its ARN. */
  id: string
  /** `UPDATE_COMPLETE`. */
  status: string
  /** By name: `{ SiteURL: 'https://…' }`. */
  outputs: Readonly<Record<string, string>>
}

/** A client, with the commands of CloudFormation that are used. */
export type Aws = AwsLiteClient & { CloudFormation: CloudFormation }

interface CloudFormation {
  DescribeStacks: (request: { StackName: string }) => Promise<{ Stacks: Described[] }>
  ListStackResources: (request: {
    StackName: string
    paginate: true
  }) => Promise<{ StackResourceSummaries: Summary[] }>
}

interface Described {
  StackId: string
  StackStatus: string
  Outputs?: { OutputKey: string; OutputValue: string }[]
}

interface Summary {
  ResourceType: string
  LogicalResourceId: string
  PhysicalResourceId?: string
}

/** A client with the credentials and the region that Architect deploys with. */
export async function createAws({ region, profile }: Inventory['aws']): Promise<Aws> {
  const { default: awsLite } = await import('@aws-lite/client')
  const client = await awsLite({
    ...(region && { region }),
    ...(profile && { profile }),
    plugins: [import('@aws-lite/cloudformation')],
  })
  return client as unknown as Aws
}

/**
 * Asks CloudFormation for a stack.
 *
 * @throws Error of AWS, also when there is no such stack.
 */
export async function findStack(
  aws: Inventory['aws'],
  StackName: string,
): Promise<Stack | undefined> {
  const { CloudFormation } = await createAws(aws)
  const { Stacks } = await CloudFormation.DescribeStacks({ StackName })
  const [stack] = Stacks
  return stack && toStack(stack)
}

/** The names at AWS of a stack's functions, by their ids in the template. */
export async function listFunctionNames(
  { CloudFormation }: Pick<Aws, 'CloudFormation'>,
  StackName: string,
): Promise<ReadonlyMap<string, string>> {
  const answer = await CloudFormation.ListStackResources({ StackName, paginate: true })
  return new Map(
    answer.StackResourceSummaries.flatMap((it) =>
      it.ResourceType === 'AWS::Lambda::Function' && it.PhysicalResourceId
        ? [[it.LogicalResourceId, it.PhysicalResourceId] as const]
        : [],
    ),
  )
}

function toStack({ StackId, StackStatus, Outputs = [] }: Described): Stack {
  const outputs = Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])
  return { id: StackId, status: StackStatus, outputs: Object.fromEntries(outputs) }
}
