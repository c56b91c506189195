/**
 * Tables: billed by use, encrypted, restorable to any second of the last 35 days, and in production
 * hard to lose.
 *
 * @module
 */
import type { Table } from '../../manifest.ts'
import { logicalId } from '../../plugin/names.ts'
import type { Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'

/** What `app.arc` says about a table stands: `encrypt` with a key's ARN or false, `pitr false`. */
export function protectTables({ Resources }: Template, { inv, stage }: DeployContext): void {
  const isProduction = stage === 'production'
  for (const table of inv.tables ?? []) {
    const resource = Resources[logicalId.table(table.name)]!
    // Kept when its line is taken out of app.arc, and when the stack goes.
    resource.DeletionPolicy = isProduction ? 'Retain' : 'Delete'
    resource.UpdateReplacePolicy = resource.DeletionPolicy
    Object.assign(resource.Properties, {
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: isProduction,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: !isUnrestorable(table) },
    })
    // DynamoDB encrypts in any case; with the account's own key, CloudTrail tells who used it.
    if (table.encrypt !== false) resource.Properties['SSESpecification'] ??= { SSEEnabled: true }
  }
}

// Architect takes both names for it.
function isUnrestorable({ pitr, PointInTimeRecovery }: Table): boolean {
  return pitr === false || PointInTimeRecovery === false
}
