/**
 * The parts of cases on streams: a table that has one, and its records.
 *
 * @module
 */
import { check, step } from './case.ts'
import { toTable } from './tables.ts'
import type { Answer } from './wire.ts'

export const create = (StreamViewType = 'NEW_AND_OLD_IMAGES') =>
  step('CreateTable', {
    ...toTable('~', ['pk'], { pk: 'S' }),
    StreamSpecification: { StreamEnabled: true, StreamViewType },
  })
export const describe = step('DescribeTable', { TableName: '~' }).gives({
  Table: check('active', (table) => (table as { TableStatus: string }).TableStatus === 'ACTIVE'),
})
const records = step('Records*', { TableName: '~' })
export const arnOf = ([, described]: readonly Answer[]) =>
  (described!.body['Table'] as { LatestStreamArn: string }).LatestStreamArn

export interface StreamRecord {
  eventName: string
  eventSource: string
  dynamodb: {
    Keys: object
    NewImage?: object
    OldImage?: object
    SequenceNumber: string
    StreamViewType: string
  }
}

/** All records of the table, of which something holds. */
export const told = (words: string, holds: (records: StreamRecord[]) => boolean) =>
  records.gives({ Records: check(words, (it) => holds(it as StreamRecord[])) })
export const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
