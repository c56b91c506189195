/**
 * The door of payments: what others may call.
 *
 * @module
 */
export { isMember } from './memberships.ts'
