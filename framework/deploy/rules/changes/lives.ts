/**
 * What would be deleted earlier than was said.
 *
 * @module
 */
import type { Change } from '../../guard/difference.ts'
import type { Resource } from '../../cloudformation.ts'
import type { Problem } from '../rule.ts'

/** Where a changed resource keeps things for a shorter time than before. */
export function listShorterLives({ id, type, kind, before, after }: Change): Problem[] {
  const find = lives[type]
  if (kind !== 'changed' || !find) return []
  const says = find(before!.Properties, after!.Properties)
  return says ? [{ resource: id, says }] : []
}

type Properties = Resource['Properties']

const lives: Record<string, (before: Properties, after: Properties) => string | undefined> = {
  'AWS::DynamoDB::Table'(before, after) {
    const [old, now] = [before, after].map(findTtl)
    return now && now !== old
      ? `would delete rows at the time in their ${now}: of those that are there, too`
      : undefined
  },
  'AWS::S3::Bucket'(before, after) {
    const [old, now] = [before, after].map(findExpiry) as [number, number]
    return now < old
      ? `would delete files ${now} days after they were stored${old === Infinity ? '' : `, not ${old}`}: those that are older, at once`
      : undefined
  },
  'AWS::Logs::LogGroup'(before, after) {
    const [old, now] = [before, after].map((it) => Number(it['RetentionInDays'] ?? Infinity)) as [
      number,
      number,
    ]
    return now < old
      ? `would keep logs ${now} days${old === Infinity ? '' : `, not ${old}`}: what is older goes at once`
      : undefined
  },
  'AWS::SQS::Queue'(before, after) {
    const [old, now] = [before, after].map(
      (it) => Number(it['MessageRetentionPeriod'] ?? 345_600) / 86_400,
    ) as [number, number]
    return now < old ? `would keep messages ${now} days, not ${old}` : undefined
  },
}

function findTtl(properties: Properties): string | undefined {
  const ttl = (properties['TimeToLiveSpecification'] ?? {}) as Record<string, unknown>
  return ttl['Enabled'] === true ? String(ttl['AttributeName']) : undefined
}

function findExpiry(properties: Properties): number {
  const { Rules = [] } = (properties['LifecycleConfiguration'] ?? {}) as {
    Rules?: { ExpirationInDays?: number; Status?: string }[]
  }
  const days = Rules.filter(({ Status }) => Status !== 'Disabled').map(
    (it) => it.ExpirationInDays ?? Infinity,
  )
  return Math.min(Infinity, ...days)
}
