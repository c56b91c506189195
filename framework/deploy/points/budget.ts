/**
 * The monthly budget.
 *
 * @module
 */
import type { Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'
import { alarmsTopic } from './alarms/topic.ts'

/**
 * Of the whole account: AWS tells the costs of a stack apart only once its tag has been switched on
 * for billing, by hand.
 */
export function addBudget({ Resources }: Template, { options: { budget } }: DeployContext): void {
  if (!budget || !(alarmsTopic in Resources)) return
  Resources['Budget'] = {
    Type: 'AWS::Budgets::Budget',
    // It refuses a topic that does not let it publish.
    DependsOn: [`${alarmsTopic}Policy`],
    Properties: {
      Budget: {
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: budget, Unit: 'USD' },
      },
      NotificationsWithSubscribers: [
        toNotification('FORECASTED', 100),
        toNotification('ACTUAL', 80),
        toNotification('ACTUAL', 100),
      ],
    },
  }
}

function toNotification(NotificationType: 'FORECASTED' | 'ACTUAL', Threshold: number): object {
  return {
    Notification: {
      NotificationType,
      Threshold,
      ThresholdType: 'PERCENTAGE',
      ComparisonOperator: 'GREATER_THAN',
    },
    Subscribers: [{ SubscriptionType: 'SNS', Address: { Ref: alarmsTopic } }],
  }
}
