/**
 * Stands in for Amazon SES: takes mails over its wire, checks what it checks, keeps them in an outbox.
 *
 * @module
 */
import { join } from 'node:path'
import type { Twin } from '#framework/service.ts'
import { createOutbox } from './twin/outbox.ts'
import { startServer } from './twin/server.ts'
import { doAction, toState } from './twin/state.ts'

/** The one sender that the twin takes for verified, unless the environment names another. */
export const localSender = 'Plugboard <post@plugboard.example>'

export const localSes: Twin = {
  env: (port) => ({
    AWS_ENDPOINT_URL_SESV2: `http://127.0.0.1:${port}`,
    MAIL_FROM: localSender,
  }),

  async start({ port, stateDir, log }) {
    const outbox = await createOutbox(join(stateDir, 'outbox'))
    const senders = [localSender, process.env['MAIL_FROM'] ?? localSender]
    const server = await startServer({ port, outbox, senders, log })
    const url = `http://localhost:${port}`

    return {
      stop: server.stop,
      links: [{ label: 'Mail outbox', href: url }],
      state: () => toState(outbox, url),
      act: (action) => doAction(outbox, action),
    }
  },
}
