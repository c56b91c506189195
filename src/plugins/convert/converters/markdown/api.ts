/**
 * The door of this converter alone: a function that imports it brings no other one along.
 *
 * @module
 */
export { default } from './index.ts'
