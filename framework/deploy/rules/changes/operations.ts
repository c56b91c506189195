/**
 * Rules about what a deploy would change: what works keeps working, and somebody hears when not.
 *
 * @module
 */
import type { Resource } from '../../cloudformation.ts'
import { listChanges, type Change } from '../../guard/difference.ts'
import { listTargets, toList } from '../references.ts'
import type { ChangeRule, Difference, Problem } from '../rule.ts'

export const operationChanges: readonly ChangeRule[] = [
  {
    id: 'alarms-off',
    protects: 'An alarm that goes while what it watches stays is missed on the day it is needed.',
    check: (difference) =>
      listChanges(difference).flatMap((change) => listMuted(change, difference)),
  },
  {
    id: 'switched-off',
    protects: 'Schedules, queues and functions are stopped on purpose, not by the way.',
    check: (difference) =>
      listChanges(difference)
        .filter(({ kind, after }) => kind !== 'removed' && findSwitch(after!))
        .filter(({ before }) => !before || !findSwitch(before))
        .map(({ id, after }) => ({ resource: id, says: findSwitch(after!)! })),
  },
]

function listMuted(
  { id, type, kind, before, after }: Change,
  { after: now }: Difference,
): Problem[] {
  if (type === 'AWS::Budgets::Budget' && kind === 'removed') {
    return [{ resource: id, says: 'would be removed: nobody hears of a large bill' }]
  }
  if (!/^AWS::CloudWatch::(Composite)?Alarm$/.test(type)) return []
  if (kind === 'removed') {
    const watched = listTargets(before!.Properties['Dimensions'] ?? before!.Properties['Metrics'])
    const isAlone = watched.length > 0 && !watched.some((it) => now[it])
    return isAlone ? [] : [{ resource: id, says: 'would be removed, and what it watches stays' }]
  }
  if (kind !== 'changed') return []
  const actions = ({ Properties }: Resource) =>
    toList(Properties['AlarmActions'] as unknown[] | undefined).length
  const isOff = ({ Properties }: Resource) => Properties['ActionsEnabled'] === false
  const isMuted =
    (actions(before!) > 0 && actions(after!) === 0) || (!isOff(before!) && isOff(after!))
  return isMuted ? [{ resource: id, says: 'would tell nobody any more' }] : []
}

function findSwitch({ Type, Properties }: Resource): string | undefined {
  if (Type === 'AWS::Scheduler::Schedule' && Properties['State'] === 'DISABLED') {
    return 'would no longer run: its schedule is DISABLED'
  }
  if (Type === 'AWS::Lambda::EventSourceMapping' && Properties['Enabled'] === false) {
    return 'would take nothing any more from its queue or stream: Enabled is false'
  }
  if (Type === 'AWS::Lambda::Function' && Properties['ReservedConcurrentExecutions'] === 0) {
    return 'would never run: ReservedConcurrentExecutions is 0'
  }
  return undefined
}
