/**
 * A CloudFormation template, as far as it is read and changed here.
 *
 * @module
 */

/** One resource of a template. */
export interface Resource {
  Type: string
  DeletionPolicy?: string
  UpdateReplacePolicy?: string
  DependsOn?: string[]
  Metadata?: Record<string, unknown>
  Properties: Record<string, unknown> & {
    Environment?: { Variables: Record<string, unknown> }
    Events?: Record<string, { Type: string; Properties: Record<string, unknown> }>
  }
}

/** A template, its macros not yet expanded: functions are `AWS::Serverless::Function`. */
export interface Template {
  Resources: Record<string, Resource>
  Outputs: Record<string, unknown>
}

/** Of what goes with its stack: said aloud, where CloudFormation would do the same unasked. */
export const passing = { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' } as const

/** The functions of a template, with their logical ids. */
export function listFunctions({ Resources }: Template): [string, Resource][] {
  return listOfType({ Resources }, 'AWS::Serverless::Function')
}

/** The resources of one type, with their logical ids. */
export function listOfType({ Resources }: Pick<Template, 'Resources'>, type: string) {
  return Object.entries(Resources).filter(([, { Type }]) => Type === type)
}
