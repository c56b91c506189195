/**
 * How the parts of a project are named: logically, in the environment, and in AWS.
 *
 * @module
 */
import { createRequire } from 'node:module'

export { local } from './local-names.ts'

const { toLogicalID } = createRequire(import.meta.url)('@architect/utils') as {
  toLogicalID: (name: string) => string
}

/** The environment variable that holds a part's physical name: `TABLE_ARTICLES`. */
export function envName(kind: 'TABLE' | 'TOPIC' | 'QUEUE' | 'BUCKET', name: string): string {
  return `${kind}_${name.toUpperCase().replaceAll('-', '_')}`
}

/** The logical ids that Architect gives to what it puts into the CloudFormation template. */
export const logicalId = {
  table: (name: string) => `${toLogicalID(name)}Table`,
  topic: (name: string) => `${toLogicalID(name)}EventTopic`,
  queue: (name: string) => `${toLogicalID(name)}Queue`,
  bucket: (name: string) => `${toLogicalID(name)}Bucket`,
  bucketPolicy: (name: string) => `${toLogicalID(name)}BucketPolicy`,
  queuePolicy: (name: string) => `${toLogicalID(name)}QueuePolicy`,
  queueLambda: (name: string) => `${toLogicalID(name)}QueueLambda`,
  queueSource: (name: string) => `${toLogicalID(name)}QueueEvent`,
  eventLambda: (name: string) => `${toLogicalID(name)}EventLambda`,
  eventSource: (name: string) => `${toLogicalID(name)}Event`,
  scheduleLambda: (name: string) => `${toLogicalID(name)}ScheduleLambda`,
  schedule: (name: string) => `${toLogicalID(name)}ScheduleEvent`,
  streamLambda: (name: string) => `${toLogicalID(name)}TableStreamLambda`,
  streamSource: (name: string) => `${toLogicalID(name)}TableStreamEvent`,
  /** The log group of a function, by the function's logical id; so are the next two. */
  logs: (functionId: string) => `${functionId}Logs`,
  /** The queue of what the function failed at. */
  deadLetters: (functionId: string) => `${functionId}DeadLetters`,
  deadLettersPolicy: (functionId: string) => `${functionId}DeadLettersPolicy`,
}
