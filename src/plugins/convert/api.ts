/**
 * The door of convert: what others may call.
 *
 * @module
 */
export { conversionFinished } from './finished.ts'
export { onArrival, type ArrivalRule } from './on-arrival.ts'
