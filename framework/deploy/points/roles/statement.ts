/**
 * Statements of IAM policies, and what they name.
 *
 * @module
 */

/** Something that is allowed. */
export interface Statement {
  Sid: string
  Effect: 'Allow'
  Action: readonly string[]
  Resource: readonly unknown[]
  Condition?: object
}

export function allow(
  Sid: string,
  Action: readonly string[],
  Resource: readonly unknown[],
): Statement {
  return { Sid, Effect: 'Allow', Action, Resource }
}

/** The ARN of a resource of the template. */
export function getArn(id: string): { 'Fn::GetAtt': [string, string] } {
  return { 'Fn::GetAtt': [id, 'Arn'] }
}

/** The ARN of what is below a resource: `${ArticlesTable.Arn}/index/byStatus`. */
export function below(id: string, path: string): { 'Fn::Sub': string } {
  return { 'Fn::Sub': `\${${id}.Arn}/${path}` }
}

/** The ARN of a parameter. `path` starts with a slash. */
export function parameterArn(path: string): { 'Fn::Sub': string } {
  return {
    'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${path}`,
  }
}
