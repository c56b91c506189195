/**
 * What every page has loaded, handed to the parts that are loaded later. Were they to import it, the
 * bundler would put it into a file of its own: one more to wait for, on every page.
 *
 * @module
 */
import { findKept, forget } from './kept.ts'
import { findPerson } from './person.ts'

export const here = { findKept, findPerson, forget }

export type Here = typeof here
