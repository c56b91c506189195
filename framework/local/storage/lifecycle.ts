/**
 * What goes by itself: objects whose days are over, and uploads that nobody has ended. As in S3 a
 * day ends at midnight, UTC, and queues hear nothing of it.
 *
 * @module
 */
import { daysOfUploads } from '../../plugin/buckets.ts'
import type { Clock } from '../clock.ts'
import type { Store } from './store.ts'
import type { LocalBucket } from './types.ts'

const day = 24 * 60 * 60 * 1000

/** Sweeps at every midnight of the clock, and whenever it is told to. */
export function startLifecycle(options: {
  store: Store
  buckets: () => readonly LocalBucket[]
  clock: Pick<Clock, 'now' | 'at' | 'onMove'>
}): { sweep: () => Promise<void>; stop: () => void } {
  const { store, buckets, clock } = options

  async function sweep(): Promise<void> {
    const blobs = store.transaction(() => [...sweepObjects(), ...sweepUploads()])
    await store.blobs.remove(blobs)
  }

  function sweepObjects(): string[] {
    return buckets().flatMap(({ physicalName, expireDays }) => {
      if (expireDays === undefined) return []
      const expired = store.objects.listOlder(physicalName, lastWrite(clock.now(), expireDays))
      for (const object of expired) store.objects.remove(object)
      return expired.map(({ blob }) => blob)
    })
  }

  function sweepUploads(): string[] {
    const left = store.uploads.listOlder(lastWrite(clock.now(), daysOfUploads))
    return left.flatMap(({ id }) => store.uploads.remove(id))
  }

  let cancel = () => {}
  function arm(): void {
    cancel()
    cancel = clock.at((Math.floor(clock.now() / day) + 1) * day, async () => {
      arm()
      await sweep()
    })
  }
  arm()
  // A clock that is put back comes to earlier midnights; on its way forward it stops at each.
  const ignore = clock.onMove(({ by }) => {
    if (by < 0) arm()
  })

  return {
    sweep,
    stop() {
      cancel()
      ignore()
    },
  }
}

/** What was written before this has had its days, counted to the midnight after the last of them. */
function lastWrite(now: number, days: number): number {
  return Math.floor(now / day) * day - days * day + 1
}
