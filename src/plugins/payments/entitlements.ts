/**
 * What payments gives: members are members.
 *
 * @module
 */
import { defineEntitlements } from '#framework/entitlements.ts'
import { isMember } from './memberships.ts'

export default defineEntitlements({ member: isMember })
