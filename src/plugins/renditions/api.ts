/**
 * The door of renditions: what others may call.
 *
 * @module
 */
export { findRenditions } from './profiles.ts'
