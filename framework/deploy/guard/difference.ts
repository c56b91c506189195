/**
 * What a deploy would change: resource by resource, property by property.
 *
 * @module
 */
import type { Resource } from '../cloudformation.ts'
import { renderValue } from '../rules/references.ts'
import type { Difference } from '../rules/rule.ts'
import { isReplacing } from './replacement.ts'

/** One property with its value before and after; undefined where it was, or will be, absent. */
export interface PropertyChange {
  path: string[]
  before: unknown
  after: unknown
}

/** One resource that will not be what it was. */
export interface Change {
  id: string
  type: string
  kind: 'added' | 'changed' | 'replaced' | 'removed'
  before?: Resource
  after?: Resource
  /** Empty for what is added or removed. */
  properties: PropertyChange[]
}

/** All changes, in the order of the new template, then what is gone. */
export function listChanges({ before, after }: Difference): Change[] {
  const gone = Object.keys(before).filter((id) => !after[id])
  return [...Object.keys(after), ...gone].flatMap((id) => toChange(id, before[id], after[id]))
}

function toChange(id: string, before: Resource | undefined, after: Resource | undefined): Change[] {
  if (!before) return [{ id, type: after!.Type, kind: 'added', after: after!, properties: [] }]
  if (!after) return [{ id, type: before.Type, kind: 'removed', before, properties: [] }]

  const properties = listPropertyChanges(before, after)
  if (before.Type === after.Type && properties.length === 0) return []
  const isNew =
    before.Type !== after.Type ||
    properties.some((it) => it.path[0] === 'Properties' && isReplacing(after.Type, withoutRoot(it)))
  const kind = isNew ? 'replaced' : 'changed'
  return [{ id, type: after.Type, kind, before, after, properties: properties.map(withoutRoot) }]
}

function listPropertyChanges(before: Resource, after: Resource): PropertyChange[] {
  const seen = ({ Properties, DeletionPolicy, UpdateReplacePolicy }: Resource) => ({
    Properties,
    DeletionPolicy,
    UpdateReplacePolicy,
  })
  const code = ({ Metadata }: Resource) =>
    (Metadata?.['Plugboard'] as { code: string } | undefined)?.code
  return [
    ...compare([], seen(before), seen(after)),
    // What has not been built is not compared.
    ...(code(after) ? compare(['code'], code(before), code(after)) : []),
  ]
}

// Lists are one value, and so are references: `Ref` to `Fn::GetAtt` is one change, not two.
function compare(path: string[], before: unknown, after: unknown): PropertyChange[] {
  if (isPlain(before) && isPlain(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return names.flatMap((name) => compare([...path, name], before[name], after[name]))
  }
  return toText(before) === toText(after) ? [] : [{ path, before, after }]
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return !Object.keys(value).some((name) => name === 'Ref' || name.startsWith('Fn::'))
}

function toText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  if (!Array.isArray(value) && !isPlain(value)) return renderValue(value)
  if (Array.isArray(value)) return `[${value.map(toText).join(',')}]`
  const entries = Object.entries(value as Record<string, unknown>).toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )
  return `{${entries.map(([name, it]) => `${name}:${toText(it)}`).join(',')}}`
}

function withoutRoot({ path, ...values }: PropertyChange): PropertyChange {
  return { path: path[0] === 'Properties' ? path.slice(1) : path, ...values }
}
