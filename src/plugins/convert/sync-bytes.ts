/**
 * How much is answered at once.
 *
 * @module
 */

/** What fits through API Gateway and Lambda as base64, there and back. */
export const syncBytes = 4 * 1024 * 1024
