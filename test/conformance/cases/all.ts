/**
 * All cases, operation by operation, in the order of the report.
 *
 * @module
 */
import type { Group } from '../case.ts'
import { batchGetItem, batchWriteItem } from './batch.ts'
import { conditions } from './conditions.ts'
import { deleteItem } from './delete-item.ts'
import { expiry } from './expiry.ts'
import { failedConditions } from './failed-conditions.ts'
import { getItem } from './get-item.ts'
import { indexes } from './indexes.ts'
import { putItem } from './put-item.ts'
import { putRefusals } from './put-refusals.ts'
import { queryFilters } from './query-filters.ts'
import { queryRefusals } from './query-refusals.ts'
import { queries } from './query.ts'
import { scans } from './scan.ts'
import { streamImages } from './stream-images.ts'
import { streamsOf } from './streams.ts'
import { tableRefusals } from './table-refusals.ts'
import { createTable } from './tables.ts'
import { transactGetItems } from './transact-get.ts'
import { transactWriteItems } from './transact-write.ts'
import { updateAnswers } from './update-answers.ts'
import { updateItem } from './update-item.ts'
import { updateRefusals } from './update-refusals.ts'

export const groups: readonly Group[] = [
  getItem,
  putItem,
  putRefusals,
  updateItem,
  updateAnswers,
  updateRefusals,
  deleteItem,
  conditions,
  failedConditions,
  queries,
  queryFilters,
  queryRefusals,
  indexes,
  scans,
  batchGetItem,
  batchWriteItem,
  transactWriteItems,
  transactGetItems,
  createTable,
  tableRefusals,
  expiry,
  streamsOf,
  streamImages,
]
