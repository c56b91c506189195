/**
 * What an app wants of an object: one job for each rendition, which is turned to what is wanted now.
 *
 * @module
 */
import { isConflict } from '#framework/tables.ts'
import { createJob, jobs, toExpiry, type Job, type NewJob } from './jobs.ts'

/** A job as it is wanted. */
export type Wish = NewJob & { wanted: string }

/**
 * Makes the job, or turns it to another content or other options. What is told again changes nothing,
 * and neither does older news.
 *
 * @returns the job, if somebody has to be told to work on it
 */
export async function want(wish: Wish): Promise<Job | undefined> {
  for (;;) {
    const job = await jobs.get({ id: wish.id }, { consistent: true })
    if (!job) {
      const made = await createJob(wish)
      if (made) return made
    } else if (isOlder(wish, job)) {
      return undefined
    } else if (job.wanted === wish.wanted) {
      // Whoever made it may have ended before telling of it: a job is done once.
      if (await noteNews(wish, job)) return job.status === 'waiting' ? job : undefined
    } else {
      const turned = await turn(wish, job)
      if (turned) return turned
    }
  }
}

function isOlder({ sequencer }: Wish, job: Job): boolean {
  return sequencer !== undefined && job.sequencer !== undefined && sequencer < job.sequencer
}

// Content that is as it was before: what was told in between must not come after it.
async function noteNews({ sequencer }: Wish, job: Job): Promise<boolean> {
  if (sequencer === undefined || sequencer === job.sequencer) return true
  return (await change(job, { set: { sequencer } })) !== undefined
}

// Whoever is at it loses it, and what that one makes goes nowhere.
async function turn({ id: _id, ...wish }: Wish, job: Job): Promise<Job | undefined> {
  return change(job, {
    set: {
      ...wish,
      round: job.round + 1,
      progress: 0,
      attempts: 0,
      changedAt: new Date().toISOString(),
      ...(!wish.isKept && { expiresAt: toExpiry() }),
    },
    remove: [
      'worker',
      'leaseUntil',
      'result',
      'error',
      ...(wish.isKept ? (['expiresAt'] as const) : (['isKept'] as const)),
    ],
  })
}

async function change(
  { id, round, sequencer }: Job,
  changes: Parameters<typeof jobs.update>[1],
): Promise<Job | undefined> {
  try {
    return await jobs.update(
      { id },
      { ...changes, if: { round, sequencer: sequencer ?? { exists: false } } },
    )
  } catch (error) {
    if (isConflict(error)) return undefined
    throw error
  }
}
