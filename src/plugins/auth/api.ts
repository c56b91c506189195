/**
 * The door of auth: who asks, and what is known of a person.
 *
 * @module
 */
export { findUser, requireUser, type User, type UserOptions } from '#framework/identity.ts'
export { findAccount, type Account } from './accounts.ts'
