/**
 * Expiry: how it is switched on. The deletion itself is the local cloud's own, and tested there.
 *
 * @module
 */
import { check, invalid, step, type Group } from '../case.ts'
import { missing, toTable } from '../tables.ts'

const create = step('CreateTable', toTable('~', ['pk'], { pk: 'S' }))
const active = step('DescribeTable', { TableName: '~' }).gives({
  Table: check('active', (table) => (table as { TableStatus: string }).TableStatus === 'ACTIVE'),
})
const enable = (AttributeName: string, TableName = '~') =>
  step('UpdateTimeToLive', { TableName, TimeToLiveSpecification: { Enabled: true, AttributeName } })
const describe = (TableName = '~') => step('DescribeTimeToLive', { TableName })
const from = 'tier2/ttl/basic'

export const expiry: Group = {
  operation: 'UpdateTimeToLive and DescribeTimeToLive',
  cases: [
    {
      name: 'is off on a new table',
      from: `${from}: DescribeTimeToLive returns DISABLED on a table with no TTL configured`,
      steps: [
        create,
        active,
        describe().gives({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } }),
      ],
    },
    {
      name: 'can be switched on for an attribute',
      from: `${from}: DescribeTimeToLive returns ENABLED status and correct attribute name`,
      steps: [
        create,
        active,
        enable('expiresAt').gives({
          TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' },
        }),
        describe().gives({
          TimeToLiveDescription: check('expiresAt, enabled or about to be', (it) => {
            const { AttributeName, TimeToLiveStatus } = it as Record<string, string>
            return AttributeName === 'expiresAt' && /^ENABL(ED|ING)$/.test(TimeToLiveStatus ?? '')
          }),
        }),
      ],
    },
    {
      name: 'is not switched on twice',
      from: `${from}: enables TTL on a table`,
      steps: [
        create,
        active,
        enable('a'),
        enable('a').fails(invalid, 'TimeToLive is already enabled'),
      ],
    },
    {
      name: 'refuses an empty name',
      from: `${from}: rejects empty attribute name`,
      steps: [create, active, enable('').fails(invalid)],
    },
    {
      name: 'refuses a table that is not there',
      from: `${from}: rejects UpdateTimeToLive on non-existent table`,
      steps: [enable('a', missing).fails('ResourceNotFoundException')],
    },
    {
      name: 'refuses to describe a table that is not there',
      from: `${from}: rejects DescribeTimeToLive on non-existent table`,
      steps: [describe(missing).fails('ResourceNotFoundException')],
    },
  ],
}
