/**
 * What was acknowledged, and what of that is there.
 *
 * @module
 */
import type { Writer } from './writers.ts'

interface Account {
  /** Not looked for yet. */
  fresh: string[]
  count: number
  lost: string[]
}

/** An empty tally of some kinds of writes. */
export function createTally(writers: readonly Writer[]) {
  const accounts = new Map(
    writers.map((writer): [Writer, Account] => [writer, { fresh: [], count: 0, lost: [] }]),
  )

  async function check(writer: Writer, account: Account): Promise<void> {
    const found = await writer.find(account.fresh)
    account.lost = account.fresh.filter((id) => !found.has(id))
  }

  return {
    /** A write was acknowledged. */
    note(writer: Writer, id: string): void {
      const account = accounts.get(writer)!
      account.count++
      account.fresh.push(id)
    },

    /** Looks for what must be there at once. */
    async look(): Promise<void> {
      for (const [writer, account] of accounts) {
        if (writer.isLater || account.fresh.length === 0) continue
        const { lost } = account
        await check(writer, account)
        account.lost.push(...lost)
        account.fresh = []
      }
    },

    /** Looks for the rest until all is there, or the time is over. */
    async lookForLate({ seconds }: { seconds: number }): Promise<void> {
      const deadline = performance.now() + seconds * 1000
      const late = [...accounts].filter(([writer]) => writer.isLater)
      for (const [writer, account] of late) {
        await check(writer, account)
        while (account.lost.length > 0 && performance.now() < deadline) {
          await new Promise((resolve) => setTimeout(resolve, 200))
          await check(writer, account)
        }
      }
    },

    /** Prints it; answers whether nothing was lost. */
    tell(): boolean {
      for (const [{ name }, { count, lost }] of accounts) {
        const which = lost.length > 0 ? `: ${lost.slice(0, 5).join(', ')}` : ''
        console.log(
          `${isProved(count, lost) ? '✔' : '✘'} ${count} ${name}, ${lost.length} lost${which}`,
        )
      }
      return [...accounts.values()].every(({ count, lost }) => isProved(count, lost))
    },
  }
}

function isProved(count: number, lost: readonly string[]): boolean {
  return count > 0 && lost.length === 0
}
