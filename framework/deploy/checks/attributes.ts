/**
 * Attributes of resources, as AWS SAM hands them on.
 *
 * @module
 */
import type { Resource } from '../cloudformation.ts'
import type { Problem } from '../rules/rule.ts'

/** Architect notes things on resources for its own use; CloudFormation drops them. */
export function withoutArchitect(resource: Resource): Resource {
  const { ArcMetadata: _noted, ...rest } = resource as Resource & { ArcMetadata?: unknown }
  return rest
}

/** Those that have a value. */
export function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

/** What to say of properties that are not known here. */
export function toUnknown(resource: string, names: readonly string[]): Problem[] {
  return names.map((name) => ({
    resource,
    says: `has the property ${name}, which is not known here: mistyped, or to be added to framework/deploy/checks`,
  }))
}
