/**
 * What AWS makes of `AWS::Serverless::*`: the plain resources, which have a schema that can be
 * checked, and which count towards CloudFormation's limit.
 *
 * Only what our templates use is expanded; whatever else is there is told, not guessed.
 *
 * @module
 */
import type { Resource, Template } from '../cloudformation.ts'
import type { Problem } from '../rules/rule.ts'
import { defined, toUnknown, withoutArchitect } from './attributes.ts'
import { expandFunction } from './expand-function.ts'

/** A template without macros. */
export interface Expanded {
  Resources: Record<string, Resource>
  /** What AWS SAM would refuse, or what we cannot tell. */
  problems: Problem[]
}

/** Expands a template as AWS SAM does when it is deployed; the given one stays as it is. */
export function expandTemplate(template: Pick<Template, 'Resources'>): Expanded {
  const expanded: Expanded = { Resources: {}, problems: [] }
  for (const [id, resource] of Object.entries(template.Resources)) {
    const expand = expanders[resource.Type]
    if (expand) expand(id, resource, expanded)
    else expanded.Resources[id] = withoutArchitect(resource)
    if (resource.Type.startsWith('AWS::Serverless::') && !expand) {
      expanded.problems.push({
        resource: id,
        says: `is of type ${resource.Type}, which nobody here knows`,
      })
    }
  }
  return expanded
}

const expanders: Record<string, (id: string, resource: Resource, expanded: Expanded) => void> = {
  'AWS::Serverless::Function': expandFunction,
  'AWS::Serverless::HttpApi': expandApi,
}

function expandApi(id: string, resource: Resource, { Resources, problems }: Expanded): void {
  const {
    DefinitionBody,
    StageName,
    DefaultRouteSettings,
    RouteSettings,
    AccessLogSettings,
    StageVariables,
    FailOnWarnings,
    DisableExecuteApiEndpoint,
    ...unknown
  } = resource.Properties
  problems.push(...toUnknown(id, Object.keys(unknown)))
  Resources[id] = {
    ...withoutArchitect(resource),
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: {
      ...(FailOnWarnings !== undefined && { FailOnWarnings }),
      ...(DisableExecuteApiEndpoint !== undefined && { DisableExecuteApiEndpoint }),
      Body: DefinitionBody,
    },
  }
  Resources[`${id}ApiGatewayDefaultStage`] = {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: {
      ApiId: { Ref: id },
      AutoDeploy: true,
      StageName: StageName ?? '$default',
      ...defined({ DefaultRouteSettings, RouteSettings, AccessLogSettings, StageVariables }),
    },
  }
}
