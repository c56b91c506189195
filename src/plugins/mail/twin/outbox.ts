/**
 * The mails that the twin has taken, one JSON file each, so that they survive a restart.
 *
 * @module
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A mail as it would have left. */
export interface SentMail {
  /** SES's MessageId. */
  id: string
  /** ISO 8601. */
  sentAt: string
  from: string
  to: string[]
  cc: string[]
  bcc: string[]
  replyTo: string[]
  subject: string
  text?: string
  html?: string
  headers: Record<string, string>
}

export interface Outbox {
  /** Oldest first. */
  list: () => SentMail[]
  find: (id: string) => SentMail | undefined
  add: (mail: SentMail) => Promise<void>
  clear: () => Promise<void>
}

/** How many mails are kept; the oldest go first. */
const capacity = 1000

/** Opens the outbox in a folder, with what it held before. */
export async function createOutbox(dir: string): Promise<Outbox> {
  await mkdir(dir, { recursive: true })
  const mails = await readMails(dir)

  return {
    list: () => [...mails],
    find: (id) => mails.find((mail) => mail.id === id),

    async add(mail) {
      const file = fileOf(dir, mail)
      // Renamed into place, so that a crash leaves no half-written mail.
      await writeFile(`${file}.part`, `${JSON.stringify(mail, null, 2)}\n`)
      await rename(`${file}.part`, file)
      mails.push(mail)

      const dropped = mails.splice(0, Math.max(mails.length - capacity, 0))
      await Promise.all(dropped.map((old) => rm(fileOf(dir, old), { force: true })))
    },

    async clear() {
      const dropped = mails.splice(0)
      await Promise.all(dropped.map((old) => rm(fileOf(dir, old), { force: true })))
    },
  }
}

async function readMails(dir: string): Promise<SentMail[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.json')).sort()
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(dir, name), 'utf8')) as SentMail),
  )
}

// The time comes first, so that the order of the names is the order of the mails.
function fileOf(dir: string, { sentAt, id }: SentMail): string {
  return join(dir, `${sentAt.replaceAll(':', '-')}-${id}.json`)
}
