/**
 * What Architect's own code needs, and what a function asks Architect for.
 *
 * @module
 */
import type { Resource } from '../../cloudformation.ts'
import { allow, below, getArn, parameterArn, type Statement } from './statement.ts'

/** `@architect/functions` finds tables, topics and queues by the stack's parameters. */
export function toDiscoveryStatements(): Statement[] {
  const paths = ['/${AWS::StackName}', '/${AWS::StackName}/*'].map(parameterArn)
  return [allow('Discovery', ['ssm:GetParameter', 'ssm:GetParametersByPath'], paths)]
}

/** Architect's function for the files of `public/`, in a project without a route for all else. */
export function toAssetStatements(): Statement[] {
  return [
    allow('Files', ['s3:GetObject'], [below('StaticBucket', '*')]),
    allow('FileNames', ['s3:ListBucket'], [getArn('StaticBucket')]),
  ]
}

/** Something that a policy of the template says, whoever wrote it. */
type Policy = { PolicyName: string; PolicyDocument: object }

/** What other plugins have put on the role that Architect lets all functions share. */
export function listForeignPolicies(shared: Resource | undefined): Policy[] {
  const policies = (shared?.Properties['Policies'] ?? []) as Policy[]
  return policies.filter(({ PolicyName }) => !PolicyName.startsWith('Arc'))
}

/** `policies` in a function's `config.arc`: SAM leaves them out where a function has a role. */
export function takePolicies({ Properties }: Resource): { arns: unknown[]; inline: Policy[] } {
  const given = [Properties['Policies'] ?? []].flat() as (string | { Statement?: unknown })[]
  delete Properties['Policies']
  const documents = given.filter((it) => typeof it !== 'string')
  return {
    arns: given.filter((it) => typeof it === 'string').map(toManagedArn),
    inline: documents.map((document, index) => ({
      PolicyName: `Config${index + 1}`,
      PolicyDocument: { Version: '2012-10-17', ...document },
    })),
  }
}

function toManagedArn(name: string): unknown {
  return name.startsWith('arn:')
    ? name
    : { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${name}` }
}
