/**
 * What a local run has measured of a profile: `profiles/<name>.measured.json`.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'

/** The work of one function for a feature, all in means or medians of one play. */
export interface MeasuredFunction {
  /** Invocations per play. */
  times: number
  /** Milliseconds of one core for a warm invocation, median. */
  cpu: number
  /** Milliseconds of one core for loading the bundle and the first event, median. */
  coldCpu: number
  /** MB as in `app.arc`. */
  memory: number
  /** MB that the process has used at most, Node included. */
  peak: number
  /** Bytes of log per invocation, Lambda's own lines included. */
  log: number
  /** Requests to AWS per invocation: they are waited for. */
  calls: { dynamodb: number; sqs: number; sns: number; s3?: number }
  /** Of the requests to S3, those that write. */
  puts?: number
  /** DynamoDB's read and write request units per invocation. */
  reads: number
  writes: number
  /** Share of its answers that a CDN may keep. */
  cacheable: number
  /** Set for what API Gateway calls. */
  isRoute: boolean
  /** Set for what SQS calls. */
  isQueue: boolean
}

/** A feature, played often. */
export interface MeasuredFeature {
  plays: number
  /** By name, as logs have it: `@http get /articles/:slug`. */
  functions: Readonly<Record<string, MeasuredFunction>>
  /** Bytes per play, to the visitor (compressed as a CDN does, with headers) and from them. */
  down: number
  up: number
  /** Static files that a browser fetches once, and their bytes, compressed where it helps. */
  files: { count: number; bytes: number }
  /** Bytes in tables that one user leaves: for good, and until they expire (in byte-months, per play). */
  kept: { lasting: number; expiring: number }
}

/** One run. */
export interface Measured {
  /** `2026-11-21`. */
  date: string
  node: string
  machine: string
  features: Readonly<Record<string, MeasuredFeature>>
}

/** @throws Error saying how to measure. */
export function readMeasured(file: string, profile: string): Measured {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Measured
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new Error(
      `Nothing of ${profile} has been measured. Run: npm run cost -- --profile ${profile} --measure`,
      { cause: error },
    )
  }
}

/** Writes what was measured, as `readMeasured` reads it. */
export function saveMeasured(file: string, measured: Measured): void {
  writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`)
}
