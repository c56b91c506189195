/**
 * The door of programs: what the program of an app's own converter begins with, before any library.
 *
 * @module
 */
export { Refusal, serve } from './serve.ts'
export { toPlace, toText } from './text.ts'
