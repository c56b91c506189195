/**
 * Builds wait here for their turn, two at a time: what somebody waits for goes first.
 *
 * @module
 */

interface Job<E, R> {
  entry: E
  promise: Promise<R>
  resolve: (result: R | PromiseLike<R>) => void
}

export function createQueue<E, R>(build: (entry: E) => Promise<R>, atOnce = 2) {
  let waiting: Job<E, R>[] = []
  const working = new Set<Job<E, R>>()

  function work(): void {
    while (working.size < atOnce && waiting.length > 0) {
      const job = waiting.shift()!
      working.add(job)
      job.resolve(build(job.entry))
      const goOn = () => {
        working.delete(job)
        work()
      }
      job.promise.then(goOn, goOn)
    }
  }

  return {
    /** Builds these, in their order, after what waits already. */
    addAll(entries: readonly E[]): Promise<R[]> {
      const jobs = entries.map((entry) => ({ entry, ...Promise.withResolvers<R>() }))
      waiting.push(...jobs)
      work()
      return Promise.all(jobs.map(({ promise }) => promise))
    },

    /** Whether nobody has begun with it. */
    isWaiting: (entry: E): boolean => waiting.some((job) => job.entry === entry),

    /** Puts a waiting one first; answers its end, or undefined where nothing is to be done. */
    hurry(entry: E): Promise<R> | undefined {
      const job = waiting.find((it) => it.entry === entry)
      if (job) waiting = [job, ...waiting.filter((it) => it !== job)]
      return (job ?? [...working].find((it) => it.entry === entry))?.promise
    },

    /** Whoever waits for what is left out gets this. Answers when nothing is worked on. */
    async clear(left: (entry: E) => R): Promise<void> {
      for (const { entry, resolve } of waiting.splice(0)) resolve(left(entry))
      await Promise.allSettled([...working].map(({ promise }) => promise))
    },
  }
}
