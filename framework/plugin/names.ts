/**
 * How the parts of a project are named: logically, in the environment, and in AWS.
 *
 * @module
 */
import { createRequire } from 'node:module'

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
}

/** The names of the same parts in the local cloud. */
export const local = {
  account: '000000000000',
  region: 'us-west-2',
  table: (app: string, name: string) => `${app}-staging-${name}`,
  topic: (name: string) => `arn:aws:sns:${local.region}:${local.account}:${name}`,
  bucket: (app: string, name: string) => `${app}-staging-${name}`,
  queue: (port: number, name: string) => `http://127.0.0.1:${port}/${local.account}/${name}`,
}
