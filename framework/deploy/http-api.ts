/**
 * The HTTP API: its routes, which Architect writes into an OpenAPI document, and who calls their functions.
 *
 * @module
 */
import type { Resource } from './cloudformation.ts'
import { findTarget } from './rules/references.ts'

/** The logical ids that Architect, and we, give to it. */
export const httpApi = { api: 'HTTP', role: 'HTTPRole' } as const

/** What a route does, as API Gateway extends OpenAPI. */
export interface Integration {
  type: string
  uri: unknown
  /** The role in whose name the function is called; absent where the function's own policy allows it. */
  credentials?: unknown
}

/** The methods of a path. */
export type PathItem = Record<string, { 'x-amazon-apigateway-integration'?: Integration }>

/** A route that leads to a function. */
export interface Route {
  /** `GET /articles/{slug}`; `ANY` for every method. */
  key: string
  /** Logical id. */
  functionId: string
  integration: Integration
}

/** The paths of an HTTP API, whether or not AWS SAM has been at it. */
export function pathsOf({ Properties }: Resource): Record<string, PathItem> {
  const { DefinitionBody, Body = DefinitionBody } = Properties
  return (Body as { paths?: Record<string, PathItem> } | undefined)?.paths ?? {}
}

/** The routes of an HTTP API that lead to functions. */
export function listRoutes(api: Resource): Route[] {
  return Object.entries(pathsOf(api)).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([name, operation]) => {
      const integration = operation['x-amazon-apigateway-integration']
      const functionId = integration?.type === 'aws_proxy' && findTarget(integration.uri)
      const method = name === 'x-amazon-apigateway-any-method' ? 'ANY' : name.toUpperCase()
      return functionId ? [{ key: `${method} ${path}`, functionId, integration: integration! }] : []
    }),
  )
}
