/**
 * Who goes along when the clock is moved.
 *
 * @module
 */

/** A move of the clock, in milliseconds; an advance makes one for each stop on its way. */
export interface Move {
  kind: 'advance' | 'jump' | 'reset'
  from: number
  to: number
  /** Less than 0 when it was put back. */
  by: number
}

/** Is called with the clock at its new time already. */
export type Listen = (move: Move) => void | Promise<void>

/** What else somebody may have to do with a move. */
export interface Following {
  /** When something falls due that an advance is to stop for, besides what `at` was told. */
  next?: () => number | undefined
  /** Resolves when what is due now has been done: the clock does not go on before. */
  rest?: () => Promise<void>
}

export type Followers = ReturnType<typeof createFollowers>

/** Makes an empty list of followers. */
export function createFollowers() {
  const followers = new Set<Following & { listen: Listen }>()

  return {
    /** Answers what ends it. */
    add(listen: Listen, following: Following = {}): () => void {
      const follower = { ...following, listen }
      followers.add(follower)
      return () => void followers.delete(follower)
    },

    /** Tells all, before anything else happens; answers what went wrong. */
    tell: (move: Move): Promise<unknown[]> =>
      listErrors([...followers].map(async ({ listen }) => listen(move))),

    rest: (): Promise<unknown[]> => listErrors([...followers].map(async ({ rest }) => rest?.())),

    listNext: (): number[] => [...followers].flatMap(({ next }) => next?.() ?? []),

    clear: () => followers.clear(),
  }
}

async function listErrors(work: Promise<void>[]): Promise<unknown[]> {
  const results = await Promise.allSettled(work)
  return results.flatMap((it) => (it.status === 'rejected' ? [it.reason as unknown] : []))
}
