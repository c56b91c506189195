/**
 * Rules about what a deploy would change: nothing that people have entrusted to the site is lost.
 *
 * @module
 */
import { listChanges, type Change } from '../../guard/difference.ts'
import { findReplacing, isReplacing } from '../../guard/replacement.ts'
import type { Resource } from '../../cloudformation.ts'
import type { ChangeRule, Difference, Problem } from '../rule.ts'
import { listDeadLetterQueues } from '../dead-letters.ts'
import { listIndexProblems } from './indexes.ts'
import { listShorterLives } from './lives.ts'
import { listLostProtection } from './protection.ts'

/** What holds data, and what that is called. */
const holders: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'its rows',
  'AWS::S3::Bucket': 'its files',
  'AWS::SQS::Queue': 'the messages that wait in it',
  'AWS::SecretsManager::Secret': 'its value',
  'AWS::KMS::Key': 'all that it has encrypted',
}

/** Of a type that nobody here knows it is taken for granted that it holds something. */
function findContents({ Type }: Resource): string | undefined {
  return holders[Type] ?? (findReplacing(Type) ? undefined : `whatever ${Type} holds`)
}

export const dataChanges: readonly ChangeRule[] = [
  {
    id: 'data-lost',
    protects: 'A removed or replaced table, bucket or queue takes along what people put there.',
    check: (difference) =>
      listChanges(difference).flatMap((change) => {
        const what = change.before && findContents(change.before)
        if (!what) return []
        if (change.kind === 'removed') return [toRemoval(change, what, difference)]
        return change.kind === 'replaced' ? [toReplacement(change, what)] : []
      }),
  },
  {
    id: 'data-expires',
    protects: 'What was to be kept for longer is not deleted because a number became smaller.',
    check: (difference) => listChanges(difference).flatMap(listShorterLives),
  },
  {
    id: 'less-protected',
    protects: 'Backups, encryption and protection against deletion stay once they are there.',
    check: (difference) => listChanges(difference).flatMap(listLostProtection),
  },
  {
    id: 'index-steps',
    protects:
      'AWS makes or drops one index of a table at a time, and refuses the deploy otherwise.',
    check: (difference) =>
      listChanges(difference)
        .filter(({ type, kind }) => type === 'AWS::DynamoDB::Table' && kind === 'changed')
        .flatMap(listIndexProblems),
  },
]

function toRemoval({ id, type, before }: Change, what: string, difference: Difference): Problem {
  const isKept = before!.DeletionPolicy?.startsWith('Retain')
  const isDead = listDeadLetterQueues(difference.before).has(id)
  const held = isDead ? 'the dead letters in it' : what
  const heir = type === 'AWS::DynamoDB::Table' ? findHeir(id, before!, difference) : undefined
  const renamed = heir
    ? `; if it is called ${heir} now, that one starts empty: docs/guard.md tells how rows move`
    : ''
  return {
    resource: id,
    says: isKept
      ? `would leave the stack: ${held} stay in the account, and the site no longer sees them${renamed}`
      : `would be removed, with ${held}${renamed}`,
  }
}

function toReplacement(change: Change, what: string): Problem {
  const { id, type, before, after, properties } = change
  const isKept = [before!, after!].every((it) => it.UpdateReplacePolicy?.startsWith('Retain'))
  const causes = properties
    .filter((it) => isReplacing(type, it))
    .map(({ path }) => causeWords[path[0]!] ?? path.join('.'))
  const cause = before!.Type === type ? [...new Set(causes)].join(', ') : 'type'
  const rest = isKept
    ? `${what} stay in the old one, which the site no longer uses`
    : `${what} are deleted with the old one`
  return {
    resource: id,
    says: `would be replaced by an empty one, for its ${cause} changes: ${rest}`,
  }
}

const causeWords: Readonly<Record<string, string>> = {
  AttributeDefinitions: 'key’s type',
  BucketName: 'name',
  FifoQueue: 'kind (FIFO or not)',
  KeySchema: 'key',
  QueueName: 'name',
  TableName: 'name',
}

/** A new table with the same key: the same one, most likely, under a new name. */
function findHeir(id: string, gone: Resource, { before, after }: Difference): string | undefined {
  const key = JSON.stringify(gone.Properties['KeySchema'])
  const [heir] =
    Object.entries(after).find(
      ([it, { Type, Properties }]) =>
        it !== id &&
        !before[it] &&
        Type === gone.Type &&
        JSON.stringify(Properties['KeySchema']) === key,
    ) ?? []
  return heir
}
