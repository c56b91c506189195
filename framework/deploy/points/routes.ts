/**
 * Routes: HEAD wherever there is GET, and one role that may call their functions.
 *
 * @module
 */
import { listFunctions, type Resource, type Template } from '../cloudformation.ts'
import { httpApi, listRoutes, pathsOf } from '../http-api.ts'
import { allow, getArn } from './roles/statement.ts'

export function configureRoutes(template: Template): void {
  const api = template.Resources[httpApi.api]
  if (!api) return
  addHeadRoutes(api)
  lendRole(template, api)
  dropEvents(template, new Set(listRoutes(api).map(({ functionId }) => functionId)))
}

// HTTP has HEAD wherever it has GET (RFC 9110, 9.3.2); API Gateway has not, unless it is told.
function addHeadRoutes(api: Resource): void {
  for (const methods of Object.values(pathsOf(api))) {
    if (methods['get']) methods['head'] ??= structuredClone(methods['get'])
  }
}

/** An ARN has up to 120 characters, and all policies of a role 10,240. */
const mostOfRole = 80

// AWS SAM would let each route call its function by a resource of its own: one in six of the stack.
function lendRole({ Resources }: Template, api: Resource): void {
  const routes = listRoutes(api)
  const functions = [...new Set(routes.map(({ functionId }) => functionId))]
  const roleOf = (index: number) => {
    const group = Math.floor(index / mostOfRole)
    return `${httpApi.role}${group ? group + 1 : ''}`
  }
  for (const [id, group] of Map.groupBy(functions, (_, index) => roleOf(index))) {
    Resources[id] = toRole(group)
  }
  for (const { functionId, integration } of routes) {
    integration.credentials = getArn(roleOf(functions.indexOf(functionId)))
  }
}

function toRole(functions: readonly string[]): Resource {
  const Statement = [allow('Routes', ['lambda:InvokeFunction'], functions.map(getArn))]
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'apigateway.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      },
      Policies: [{ PolicyName: 'Routes', PolicyDocument: { Version: '2012-10-17', Statement } }],
    },
  }
}

function dropEvents(template: Template, routed: ReadonlySet<string>): void {
  for (const [id, { Properties }] of listFunctions(template)) {
    if (!routed.has(id)) continue
    const others = Object.entries(Properties.Events ?? {}).filter(([, it]) => it.Type !== 'HttpApi')
    if (others.length > 0) Properties.Events = Object.fromEntries(others)
    else delete Properties.Events
  }
}
