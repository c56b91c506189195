/**
 * How often what failed is tried, here and in AWS.
 *
 * @module
 */

/** Tries of a message, an event, a change or a scheduled run, before it is set aside as a dead letter. */
export const attempts = 3
