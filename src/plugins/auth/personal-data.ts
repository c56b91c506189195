/**
 * What auth itself keeps of a person: their account.
 *
 * @module
 */
import { definePersonalData } from '#framework/personal-data.ts'
import { findAccount } from './accounts.ts'

export default definePersonalData({
  find: ({ id }) => findAccount(id),
})
