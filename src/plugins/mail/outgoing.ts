/**
 * The queue on which mails wait for delivery.
 *
 * @module
 */
import { defineQueue } from '#framework/queues.ts'
import { mailSchema } from './mails.ts'

export const outgoing = defineQueue('mail-outgoing', { version: 1, schema: mailSchema })
