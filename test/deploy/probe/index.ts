/**
 * What the deployed app is asked by: one of each kind of function. What is told to it is heard of
 * where it arrives, and poison arrives nowhere but in a dead-letter queue.
 *
 * @module
 */
import { defineService } from '#framework/service.ts'

export default defineService({
  name: 'probe',
  dir: import.meta.dirname,
  description: 'One function of each kind, to see that each is called.',

  http: ['post /probe', 'get /probe/:what'],

  events: ['probe-happened'],

  queues: { 'probe-work': {} },

  scheduled: { 'probe-tick': 'rate(1 minute)' },

  tables: {
    'probe-rows': { partitionKey: 'id', stream: true },
    'probe-heard': { partitionKey: 'id' },
  },
})
