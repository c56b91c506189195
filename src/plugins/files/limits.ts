/**
 * What no app needs to change.
 *
 * @module
 */

/** What is larger goes in parts, so that it can go on where it broke off. In bytes. */
export const partBytes = 8 * 1024 * 1024

/** How long a form can be sent, in seconds. */
export const formSeconds = 15 * 60

/** How long parts can be sent: S3 throws them away after a day. */
export const partsSeconds = 23 * 60 * 60

/** Who began within the time may need longer to end. */
export const graceSeconds = 60 * 60

/** How long an address to download from can be used, at least. */
export const downloadSeconds = 5 * 60
