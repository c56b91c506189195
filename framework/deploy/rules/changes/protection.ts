/**
 * What would be less safe than it is.
 *
 * @module
 */
import type { Resource } from '../../cloudformation.ts'
import type { Change } from '../../guard/difference.ts'
import type { Problem } from '../rule.ts'

/** Where a changed resource loses what protects its data. */
export function listLostProtection({ id, kind, before, after }: Change): Problem[] {
  if (kind !== 'changed') return []
  return protections
    .filter(({ path, isOn }) => isOn(read(before!, path)) && !isOn(read(after!, path)))
    .map(({ says }) => ({ resource: id, says }))
}

function read(resource: Resource, path: string): unknown {
  const from =
    path === 'DeletionPolicy' || path === 'UpdateReplacePolicy' ? resource : resource.Properties
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], from)
}

const protections: readonly { path: string; isOn: (value: unknown) => boolean; says: string }[] = [
  {
    path: 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
    isOn: (value) => value === true,
    says: 'would lose point-in-time recovery, and with it the last 35 days',
  },
  {
    path: 'DeletionProtectionEnabled',
    isOn: (value) => value === true,
    says: 'would lose its deletion protection',
  },
  {
    path: 'DeletionPolicy',
    isOn: (value) => String(value).startsWith('Retain'),
    says: 'would be deleted with its stack from now on: DeletionPolicy is no longer Retain',
  },
  {
    path: 'UpdateReplacePolicy',
    isOn: (value) => String(value).startsWith('Retain'),
    says: 'would be deleted when it is replaced: UpdateReplacePolicy is no longer Retain',
  },
  {
    path: 'SSESpecification.SSEEnabled',
    isOn: (value) => value === true,
    says: 'would lose its encryption key',
  },
  { path: 'BucketEncryption', isOn: Boolean, says: 'would lose its encryption' },
  {
    path: 'SqsManagedSseEnabled',
    isOn: (value) => value === true,
    says: 'would lose its encryption',
  },
  { path: 'KmsMasterKeyId', isOn: Boolean, says: 'would lose its encryption key' },
  {
    path: 'VersioningConfiguration.Status',
    isOn: (value) => value === 'Enabled',
    says: 'would keep no older versions of files',
  },
]
