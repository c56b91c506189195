/**
 * The outbox as the console shows it.
 *
 * @module
 */
import type { TwinState } from '#framework/service.ts'
import type { Outbox } from './outbox.ts'

/** Newest first; `url` is where the mails can be read. */
export function toState(outbox: Outbox, url: string): TwinState {
  const mails = outbox.list().toReversed()
  return {
    sections: [
      {
        title: 'Mails that left the app',
        columns: ['Subject', 'To', 'From', 'At'],
        rows: mails.map(({ id, subject, to, from, sentAt }) => ({
          id,
          cells: [subject, to.join(', '), from, sentAt],
          href: `${url}/mails/${id}`,
        })),
        empty: 'No mail has left the app yet.',
      },
    ],
    ...(mails.length > 0 && { actions: [{ name: 'clear', label: 'Delete all mails' }] }),
  }
}

/** What the console's buttons do. Answers what was done. */
export async function doAction(outbox: Outbox, action: string): Promise<string> {
  if (action !== 'clear') throw new Error(`The mail outbox knows no action "${action}".`)
  const count = outbox.list().length
  await outbox.clear()
  return count === 1 ? '1 mail was deleted.' : `${count} mails were deleted.`
}
