/**
 * What payments keep of a person.
 *
 * @module
 */
import { definePersonalData } from '#framework/personal-data.ts'
import { listPaymentsOf } from './ledger.ts'
import { findMembership } from './memberships.ts'

export default definePersonalData({
  async find({ id }) {
    const [membership, payments] = await Promise.all([findMembership(id), listPaymentsOf(id, 1000)])
    if (!membership && payments.length === 0) return undefined
    return { membership, payments }
  },
})
