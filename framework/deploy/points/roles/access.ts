/**
 * What a function's code does, as statements.
 *
 * @module
 */
import { logicalId } from '../../../plugin/names.ts'
import type { FunctionAccess } from '../../access.ts'
import { allow, below, getArn, type Statement } from './statement.ts'

export function toAccessStatements(access: FunctionAccess): Statement[] {
  const { tables, indexes, topics, queues, buckets, permissions } = access
  return [
    ...Object.entries(tables).map(([name, actions]) => {
      const id = logicalId.table(name)
      return allow(id, actions, [getArn(id)])
    }),
    ...Object.entries(indexes).map(([name, all]) => {
      const id = logicalId.table(name)
      const resources = all.map((index) => below(id, `index/${index}`))
      return allow(`${id}Indexes`, ['dynamodb:Query'], resources)
    }),
    ...someOf('Publish', ['sns:Publish'], topics.map(logicalId.topic), (Ref) => ({ Ref })),
    ...someOf('Send', ['sqs:SendMessage'], queues.map(logicalId.queue), getArn),
    ...Object.entries(buckets).flatMap(([name, actions]) => toBucketStatements(name, actions)),
    ...permissions.map(({ actions, resources }, index) =>
      allow(`Service${index + 1}`, actions, resources),
    ),
  ]
}

function someOf(
  sid: string,
  actions: readonly string[],
  ids: readonly string[],
  toArn: (id: string) => unknown,
): Statement[] {
  return ids.length > 0 ? [allow(sid, actions, ids.map(toArn))] : []
}

// To list is done to the bucket, all else to what is in it.
function toBucketStatements(name: string, actions: readonly string[]): Statement[] {
  const id = logicalId.bucket(name)
  const inside = actions.filter((action) => action !== 's3:ListBucket')
  return [
    ...(inside.length > 0 ? [allow(`${id}Objects`, inside, [below(id, '*')])] : []),
    ...(inside.length < actions.length ? [allow(id, ['s3:ListBucket'], [getArn(id)])] : []),
  ]
}
