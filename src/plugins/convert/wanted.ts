/**
 * What an app wants of an object: one job for all of its renditions, which is turned to what is wanted now.
 *
 * @module
 */
import type { Job, JobOutput, NewJob, Outputs } from './job.ts'
import { change, createJob, jobs } from './jobs.ts'
import { isThere, toOpen, toStanding } from './outputs.ts'

/** What is wanted: the renditions that are named; whatever else there is stays as it is. */
export type Wish = Omit<NewJob, 'outputs' | 'hasHandles' | 'status'> & {
  renditions: Readonly<Record<string, Wanted>>
  /** What is not named goes. */
  isAll?: boolean
}

/** Deletes what is kept of outputs that a job has lost. */
export type Forget = (before: Job, after: Job) => Promise<void>

type Source = Pick<Job, 'source' | 'size' | 'sequencer' | 'owner'>

type Wanted = Required<Pick<JobOutput, 'options' | 'wanted' | 'isKept'>>

/**
 * Makes the job, or turns it to another content or other options. What is told again changes nothing,
 * and neither does older news.
 *
 * @param known - the job as it was read a moment ago; undefined where there was none
 * @returns the job, if somebody has to be told to work on it
 */
export async function want(
  wish: Wish,
  known: Job | undefined,
  forget?: Forget,
): Promise<Job | undefined> {
  for (let job = known; ; job = await findJob(wish)) {
    if (!job) {
      const { renditions: _, isAll: _all, ...what } = wish
      const made = await createJob({ ...what, outputs: toOutputs(wish), status: 'waiting' })
      if (made) return made
    } else if (isOlder(wish, job)) {
      return undefined
    } else if (isSame(wish, job)) {
      // Whoever made it may have ended before telling of it: a job is done once.
      if (await noteNews(wish, job)) return job.status === 'waiting' ? job : undefined
    } else {
      const { owner, source, size, sequencer } = wish
      const turned = await turn(job, {
        outputs: toOutputs(wish, job),
        source,
        ...(owner !== undefined && { owner }),
        ...(size !== undefined && { size }),
        ...(sequencer !== undefined && { sequencer }),
      })
      if (!turned) continue
      await forget?.(job, turned)
      return turned.status === 'waiting' ? turned : undefined
    }
  }
}

/** Where all is wanted as it is, and told: then nothing is copied and nothing written. */
export function isAsWanted(wish: Wish, job: Job | undefined): job is Job {
  if (!job || job.status === 'waiting' || !isSame(wish, job)) return false
  return wish.sequencer === undefined || wish.sequencer <= (job.sequencer ?? '')
}

export function findJob({ id }: Pick<Wish, 'id'>): Promise<Job | undefined> {
  return jobs.get({ id }, { consistent: true })
}

/**
 * Turns a job to other outputs, as it was read. Whoever is at it loses it, and what that one makes goes nowhere.
 *
 * @returns undefined where it was changed meanwhile
 */
export async function turn(
  job: Job,
  { outputs, ...more }: Pick<Job, 'outputs'> & Partial<Source>,
): Promise<Job | undefined> {
  const round = job.round + 1
  const told = Object.entries(outputs).map(([name, it]) => [
    name,
    it.status === 'open' ? { ...it, told: round } : it,
  ])
  const all = Object.fromEntries(told) as Outputs
  const { set, remove } = toStanding({ ...job, ...more, outputs: all }, 'waiting')
  const isOpen = toOpen(all).length > 0
  return change(job.id, {
    set: {
      ...more,
      ...set,
      outputs: all,
      round,
      ...(isOpen && { progress: 0, attempts: 0 }),
    },
    remove: [...new Set<keyof Job & string>([...remove, 'worker', 'leaseUntil', 'tried'])],
    if: { version: job.version },
  })
}

function isOlder({ sequencer }: Wish, job: Job): boolean {
  return sequencer !== undefined && job.sequencer !== undefined && sequencer < job.sequencer
}

function isSame(wish: Wish, job: Job): boolean {
  return listOthers(wish, job).length === 0 && toRest(wish, job.outputs) === job.outputs
}

/** Of what is there, what stays. */
function toRest({ renditions, isAll }: Wish, outputs: Outputs): Outputs {
  const all = Object.entries(outputs)
  const rest = all.filter(([name]) => !isAll || name in renditions)
  return rest.length === all.length ? outputs : Object.fromEntries(rest)
}

/** The names of what is wanted otherwise than it is, or is gone. */
function listOthers({ renditions }: Wish, { outputs }: Job): string[] {
  return Object.keys(renditions).filter((name) => {
    const output = outputs[name]
    return output?.wanted !== renditions[name]!.wanted || !isThere(output)
  })
}

// Content that is as it was before: what was told in between must not come after it.
async function noteNews({ sequencer }: Wish, job: Job): Promise<boolean> {
  if (sequencer === undefined || sequencer === job.sequencer) return true
  const { version } = job
  return (await change(job.id, { set: { sequencer }, if: { version } })) !== undefined
}

function toOutputs(wish: Wish, job?: Job): Outputs {
  const changedAt = new Date().toISOString()
  const names = job ? listOthers(wish, job) : Object.keys(wish.renditions)
  const others = names.map((name): [string, JobOutput] => {
    const { isKept, ...wanted } = wish.renditions[name]!
    const round = (job?.outputs[name]?.round ?? 0) + 1
    const output = { ...wanted, round, told: 1, status: 'open', changedAt } as const
    return [name, { ...output, ...(isKept && { isKept }) }]
  })
  return { ...(job && toRest(wish, job.outputs)), ...Object.fromEntries(others) }
}
