/**
 * How the parts of a project are named in the local cloud.
 *
 * @module
 */

/** Account, region, and the names of tables, topics, queues and buckets. */
export const local = {
  account: '000000000000',
  region: 'us-west-2',
  table: (app: string, name: string) => `${app}-staging-${name}`,
  topic: (name: string) => `arn:aws:sns:${local.region}:${local.account}:${name}`,
  bucket: (app: string, name: string) => `${app}-staging-${name}`,
  queue: (port: number, name: string) => `http://127.0.0.1:${port}/${local.account}/${name}`,
}
