/**
 * SNS and SQS on loopback: each message reaches its function at least once, is tried again when the
 * function fails, and is set aside where it can be seen when it keeps failing.
 *
 * @module
 */
import { attempts as usual } from '../plugin/attempts.ts'
import { clock } from './clock.ts'
import type { DeadLetter } from './delivery/dead-letters.ts'
import { startEngine } from './delivery/engine.ts'
import { startPoller, type Invoke, type Poller } from './delivery/poller.ts'
import {
  toSources,
  type DeliveryQueue,
  type DeliveryTopic,
  type Source,
} from './delivery/sources.ts'
import { faults as ofProcess, type Faults } from './faults.ts'

export { replaceArcEvents } from './delivery/arc-events.ts'
export type { DeadLetter } from './delivery/dead-letters.ts'
export type { Invoke } from './delivery/poller.ts'

/** What is delivered, and to whom. */
export interface DeliveryPlan {
  topics: readonly DeliveryTopic[]
  queues: readonly DeliveryQueue[]
  /** Runs a function: resolves with its answer, rejects when it fails. */
  invoke: Invoke
}

export interface DeliveryOptions extends DeliveryPlan {
  /** Loopback port; 0 takes a free one. */
  port: number
  /** The folder that keeps messages over the end of this process. Left out, they go with it. */
  stateDir?: string
  /** Hears of each failure, in one line. */
  log?: (line: string) => void
  /** How often a message is tried before it goes to the dead-letter queue. Default 3. */
  attempts?: number
  /** Seconds before the second attempt; doubled for each one after. Default 1. */
  backoff?: number
  /** What is to strike messages on their way. Default: this process's. */
  faults?: Faults
}

/** A running delivery. */
export interface Delivery {
  port: number
  /** Where the AWS clients send to: the value of `AWS_ENDPOINT_URL_SNS` and `_SQS`. */
  endpoint: string
  /**
   * Resolves when every message has been handled or dead-lettered, batch windows cut short.
   * Messages that were sent with a delay are not waited for.
   *
   * @throws Error naming the queues that still hold messages after `timeout` seconds (default 30).
   */
  settle: (timeout?: number) => Promise<void>
  /** Publishes to a topic. Resolves once it is accepted, with what is wrong if it is not. */
  publish: (topic: string, message: string) => Promise<string | undefined>
  /** Sends to a queue by its name, as `publish` does. A FIFO queue's group is its name by default. */
  send: (
    queue: string,
    body: string,
    options?: { delaySeconds?: number; groupId?: string },
  ) => Promise<string | undefined>
  /** The number of messages in a queue's or a subscriber's dead-letter queue. */
  countDead: (name: string) => Promise<number>
  /** The dead letters of a queue or a subscriber, or all, each with its last error. */
  listDead: (name?: string) => DeadLetter[]
  /** Moves dead letters (or one) back to be tried again; answers how many. */
  redrive: (name: string, id?: string) => number
  /** Lets running invocations end (for at most 5 seconds) and holds the rest back. */
  pause: () => Promise<void>
  /** Makes topics and queues that can be sent to, and delivers nothing yet. */
  prepare: (plan: Omit<DeliveryPlan, 'invoke'>) => Promise<void>
  /** Goes on after `pause`, perhaps with another plan; waiting messages are kept. */
  resume: (plan: DeliveryPlan) => Promise<void>
  stop: () => Promise<void>
}

/** Milliseconds that a move of the clock waits for functions that work on messages. */
const patience = 5000

/** Starts delivery for the topics and queues of one project. */
export async function createDelivery(options: DeliveryOptions): Promise<Delivery> {
  const { port, stateDir, log = () => {}, attempts = usual, backoff = 1 } = options
  const { faults = ofProcess } = options
  const engine = await startEngine(port, stateDir)
  const pollers = new Map<string, Poller>()
  const state = { invoke: options.invoke, hurried: 0 }
  let stopped = false
  const context = {
    engine,
    faults,
    log,
    attempts,
    backoff,
    invoke: ((call) => state.invoke(call)) as Invoke,
    isHurried: () => state.hurried > 0,
  }

  function prepare({ topics, queues }: Omit<DeliveryPlan, 'invoke'>): Source[] {
    const sources = toSources(topics, queues)
    for (const { name } of topics) engine.createTopic(name)
    for (const source of sources) engine.createQueue(source, attempts)
    engine.subscribe(sources)
    faults.learn({
      topics: topics.map(({ name }) => name),
      queues: queues.map(({ name, fifo }) => ({ name, fifo: Boolean(fifo) })),
    })
    return sources
  }

  async function resume(plan: DeliveryPlan): Promise<void> {
    state.invoke = plan.invoke
    const sources = prepare(plan)
    for (const poller of pollers.values()) void poller.stop()
    pollers.clear()
    for (const source of sources) {
      pollers.set(source.queue, startPoller(source, context))
    }
    wake()
  }

  function wake(): void {
    if (stopped) return
    for (const { name, ready, inFlight, delayed } of engine.listQueues()) {
      if (ready + inFlight + delayed > 0) pollers.get(name)?.wake()
    }
  }

  await resume(options)
  engine.onMessage(wake)
  // Delays and retries come due without a request that would tell of it.
  const timer = setInterval(wake, 200).unref()
  const unfollow = clock.onMove(({ by }) => engine.followMove(by), {
    next: engine.findNextDue,
    rest: handOut,
  })

  /** Lets the functions have what is due, and waits a while for them. */
  async function handOut(): Promise<void> {
    const began = performance.now()
    const isBusy = () => !stopped && [...pollers.values()].some((poller) => !poller.isIdle())
    state.hurried++
    wake()
    while (isBusy() && performance.now() - began < patience) await rest(1)
    state.hurried--
  }

  return {
    port: engine.port,
    endpoint: engine.endpoint,
    publish: engine.publish,
    send: engine.send,
    countDead: async (name) => engine.listDead(name).length,
    listDead: engine.listDead,
    redrive: engine.redrive,
    resume,

    async prepare(plan) {
      prepare(plan)
    },

    async settle(timeout = 30) {
      const deadline = performance.now() + timeout * 1000
      state.hurried++
      try {
        for (;;) {
          const queues = engine.listQueues().filter(({ name }) => pollers.has(name))
          const busy = queues.filter(({ ready, inFlight }) => ready + inFlight > 0)
          if (busy.length === 0) return
          if (performance.now() > deadline) throw new Error(toUnsettled(busy, timeout))
          for (const { name } of busy) pollers.get(name)?.wake()
          await new Promise((resolve) => setTimeout(resolve, 10))
        }
      } finally {
        state.hurried--
      }
    },

    async pause() {
      const running = [...pollers.values()].map((poller) => poller.stop())
      await Promise.race([Promise.all(running), rest(5000)])
      for (const poller of pollers.values()) poller.abandon()
    },

    async stop() {
      stopped = true
      unfollow()
      clearInterval(timer)
      for (const poller of pollers.values()) void poller.stop()
      await engine.stop()
    },
  }
}

function toUnsettled(busy: { name: string; ready: number; inFlight: number }[], timeout: number) {
  const queues = busy.map((it) => `${it.name} (${it.ready} waiting, ${it.inFlight} in flight)`)
  return `Delivery did not settle within ${timeout} s: ${queues.join(', ')}.`
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
}
