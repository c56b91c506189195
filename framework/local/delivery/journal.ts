/**
 * Messages on disk: what SNS and SQS have accepted is written before they say so, and is there
 * again after any end of this process, `kill -9` included.
 *
 * @module
 */
import { openStateFile } from '../../state-file.ts'
import type { Queue, StoredMessage } from './stores.ts'

export interface Journal {
  /** Puts back what the queue held, and follows it from now on. */
  attach: (queue: Queue) => void
  /** Makes what was written last; to be called before anybody is told. */
  commit: () => void
  /** Writes the whole message again: its count or its failure changed. */
  save: (queue: Queue, message: StoredMessage) => void
  close: () => void
}

const schema = `
  CREATE TABLE IF NOT EXISTS messages (
    place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, queue TEXT, message TEXT,
    receives INTEGER, firstReceive INTEGER, handle TEXT, deadline INTEGER, isTried INTEGER
  );
  CREATE INDEX IF NOT EXISTS byQueue ON messages (queue, place);
  CREATE TABLE IF NOT EXISTS counters (queue TEXT PRIMARY KEY, sequence INTEGER);
  CREATE TABLE IF NOT EXISTS duplicates (
    queue TEXT, id TEXT, message TEXT, sequence TEXT, at INTEGER, PRIMARY KEY (queue, id)
  );
`

/** SQS takes a message for a copy of another for five minutes. */
const duplicateWindow = 5 * 60 * 1000

interface Row {
  message: string
  receives: number
  firstReceive: number | null
  handle: string | null
  deadline: number | null
  isTried: number
}

/** @throws Error when the file cannot be used. */
export function openJournal(path: string): Journal {
  const db = openStateFile({ path, owner: 'delivery', schema })
  const insert = db.prepare(
    `INSERT OR REPLACE INTO messages (id, queue, message, receives, firstReceive, isTried)
     VALUES (?, ?, ?, ?, ?, 0)`,
  )
  const rewrite = db.prepare(
    'UPDATE messages SET message = ?, receives = ? WHERE id = ? AND queue = ?',
  )
  const remove = db.prepare('DELETE FROM messages WHERE id = ?')
  const clear = db.prepare('DELETE FROM messages WHERE queue = ?')
  // The same handle a second time: whoever tried it has given it back, to be tried again later.
  const take = db.prepare(
    `UPDATE messages SET isTried = (handle IS ?1), handle = ?1, deadline = ?2, receives = ?3,
     firstReceive = ?4 WHERE id = ?5`,
  )
  const giveBack = db.prepare('UPDATE messages SET handle = NULL, deadline = NULL WHERE id = ?')
  const list = db.prepare('SELECT * FROM messages WHERE queue = ? ORDER BY place')
  const count = db.prepare('INSERT OR REPLACE INTO counters VALUES (?, ?)')
  const findCount = db.prepare('SELECT sequence FROM counters WHERE queue = ?')
  const remember = db.prepare('INSERT OR REPLACE INTO duplicates VALUES (?, ?, ?, ?, ?)')
  const findCopy = db.prepare(
    'SELECT * FROM duplicates WHERE queue = ? AND id = ? AND at BETWEEN ? AND ?',
  )
  const forget = db.prepare('DELETE FROM duplicates WHERE at <= ?')
  let isWriting = false
  let isClosed = false

  function write(change: () => unknown): void {
    if (isClosed) throw new Error('The local SNS and SQS have ended.')
    if (!isWriting) db.exec('BEGIN')
    isWriting = true
    change()
  }

  function commit(): void {
    if (!isWriting) return
    db.exec('COMMIT')
    isWriting = false
  }

  // What a queue of fauxqs tells of itself, in its words.
  const listener = {
    insertMessage: (queue: string, message: StoredMessage) =>
      write(() => {
        const { messageId, approximateReceiveCount, approximateFirstReceiveTimestamp } = message
        const text = JSON.stringify(message)
        const first = approximateFirstReceiveTimestamp ?? null
        insert.run(messageId, queue, text, approximateReceiveCount, first)
      }),
    deleteMessage: (id: string) => write(() => remove.run(id)),
    deleteQueueMessages: (queue: string) => write(() => clear.run(queue)),
    deleteQueue: (queue: string) => write(() => clear.run(queue)),
    updateMessageInflight: (
      id: string,
      handle: string,
      deadline: number,
      receives: number,
      firstReceive?: number,
    ) => write(() => take.run(handle, deadline, receives, firstReceive ?? null, id)),
    updateMessageReady: (id: string) => write(() => giveBack.run(id)),
    updateQueueSequenceCounter: (queue: string, sequence: number) =>
      write(() => count.run(queue, sequence)),
    updateQueueAttributes() {},
    insertQueue() {},
  }

  function toCopies(queue: string) {
    return {
      get(id: string) {
        const now = Date.now()
        // The clock may have been put back: then there are some of the future.
        const copy = findCopy.get(queue, id, now - duplicateWindow + 1, now)
        return copy && { messageId: copy['message'], sequenceNumber: copy['sequence'] ?? undefined }
      },
      set(id: string, { messageId, sequenceNumber }: Record<string, string | undefined>) {
        const now = Date.now()
        write(() => {
          forget.run(now - duplicateWindow)
          remember.run(queue, id, messageId!, sequenceNumber ?? null, now)
        })
      },
    }
  }

  return {
    commit,

    attach(queue) {
      queue.sequenceCounter = Number(findCount.get(queue.name)?.['sequence'] ?? 0)
      for (const row of list.all(queue.name)) restore(queue, row as unknown as Row)
      queue.persistence = listener as unknown as NonNullable<Queue['persistence']>
      queue.deduplicationCache = toCopies(queue.name) as unknown as Queue['deduplicationCache']
    },

    save(queue, message) {
      const { messageId, approximateReceiveCount } = message
      const text = JSON.stringify(message)
      write(() => rewrite.run(text, approximateReceiveCount, messageId, queue.name))
    },

    close() {
      commit()
      isClosed = true
      db.close()
    },
  }
}

function restore(queue: Queue, row: Row): void {
  const message: StoredMessage = {
    ...(JSON.parse(row.message) as StoredMessage),
    approximateReceiveCount: row.receives,
    ...(row.firstReceive && { approximateFirstReceiveTimestamp: row.firstReceive }),
  }
  const group = message.messageGroupId ?? '__default'
  const { handle, deadline, isTried } = row
  const now = Date.now()

  if (handle && isTried && deadline! > now) {
    const visibilityDeadline = deadline!
    queue.inflightMessages.set(handle, { message, receiptHandle: handle, visibilityDeadline })
    if (queue.isFifo()) addTo(queue.fifoLockedGroups, group, 1)
    return
  }
  // Whoever had it ended with the process, so that this try is none.
  if (handle && !isTried) message.approximateReceiveCount--

  const isDelayed = Boolean(message.delayUntil && message.delayUntil > now)
  if (!queue.isFifo()) (isDelayed ? queue.delayedMessages : queue.messages).push(message)
  else {
    const groups = isDelayed ? queue.fifoDelayed : queue.fifoMessages
    groups.set(group, [...(groups.get(group) ?? []), message])
  }
}

function addTo(counts: Map<string, number>, key: string, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount)
}
