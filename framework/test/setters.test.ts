import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { listServices, listTopics, type Inventory } from '../manifest.ts'
import { checkNeeds, withDependents } from '../plugin/needs.ts'
import { defineService, type ServiceDefinition } from '../service.ts'

const base: ServiceDefinition = { name: 'feedback', dir: '/app/feedback', description: 'Feedback' }

/** Calls a setter as Architect does. */
function set(definition: Partial<ServiceDefinition>, setter: string) {
  const { set: setters } = defineService({ ...base, ...definition })
  return setters[setter]?.({ arc: {}, inventory: { inv: { _project: { cwd: '/app' } } } })
}

describe('defineService', () => {
  it('has no setter for what the service does not have', () => {
    assert.deepEqual(defineService(base).set, {})
  })

  it('finds the code of a route in the folder that Architect would name', () => {
    const routes = set({ http: ['get /', 'post /feedback/:id', 'any /feed.xml/*'] }, 'http')

    assert.deepEqual(routes, [
      { method: 'get', path: '/', src: '/app/feedback/http/get-index' },
      { method: 'post', path: '/feedback/:id', src: '/app/feedback/http/post-feedback-000id' },
      { method: 'any', path: '/feed.xml/*', src: '/app/feedback/http/any-feed_xml-catchall' },
    ])
  })

  it('makes queues standard unless they are declared FIFO', () => {
    const queues = set(
      { queues: { 'feedback-a': {}, 'feedback-b': { fifo: true, batchSize: 5 } } },
      'queues',
    )

    assert.deepEqual(queues, [
      { name: 'feedback-a', src: '/app/feedback/queues/feedback-a', 'feedback-a': { fifo: false } },
      {
        name: 'feedback-b',
        src: '/app/feedback/queues/feedback-b',
        'feedback-b': { fifo: true, batchSize: 5 },
      },
    ])
  })

  it('hands rates and crons on', () => {
    const scheduled = set(
      { scheduled: { daily: 'rate(1 day)', early: 'cron(0 3 * * ? *)' } },
      'scheduled',
    )

    assert.deepEqual(scheduled, [
      { name: 'daily', src: '/app/feedback/scheduled/daily', rate: '1 day' },
      { name: 'early', src: '/app/feedback/scheduled/early', cron: '0 3 * * ? *' },
    ])
  })

  it('declares tables with their indexes, streams and expiry', () => {
    const tables = {
      'feedback-notes': {
        partitionKey: 'id',
        ttl: 'expiresAt',
        stream: true,
        indexes: { byDay: { partitionKey: 'day', sortKey: 'time' } },
      },
    }

    assert.deepEqual(set({ tables }, 'tables'), [
      { name: 'feedback-notes', partitionKey: 'id', partitionKeyType: 'String', ttl: 'expiresAt' },
    ])
    assert.deepEqual(set({ tables }, 'tables-indexes'), [
      {
        name: 'feedback-notes',
        indexName: 'byDay',
        partitionKey: 'day',
        partitionKeyType: 'String',
        sortKey: 'time',
        sortKeyType: 'String',
      },
    ])
    assert.deepEqual(set({ tables }, 'tables-streams'), [
      {
        name: 'feedback-notes',
        table: 'feedback-notes',
        src: '/app/feedback/tables-streams/feedback-notes',
      },
    ])
  })

  it('tells every mistake of a definition at once', () => {
    const define = () =>
      defineService({
        ...base,
        http: ['fetch /x'],
        scheduled: { often: 'daily' },
        tables: { notes: { partitionKey: 'id' } },
      })

    assert.throws(define, (error: Error) => {
      assert.match(error.message, /"fetch \/x" is not a route/)
      assert.match(error.message, /often: "daily" is neither rate\(…\) nor cron\(…\)/)
      assert.match(error.message, /the table notes must be named after its service/)
      return true
    })
  })
})

describe('the services of a manifest', () => {
  const mail = defineService({ ...base, name: 'mail' })
  const news = defineService({
    ...base,
    name: 'news',
    needs: ['mail'],
    on: ['published', 'unheard-of'],
  })
  const inv = {
    plugins: { mail, news, other: { set: {} } },
    events: [{ name: 'published' }, { name: 'news-on-published' }, { name: 'news-on-unheard-of' }],
  } as unknown as Inventory

  it('are the plugins that carry a definition', () => {
    assert.deepEqual(
      listServices(inv).map(({ name }) => name),
      ['mail', 'news'],
    )
  })

  it('listen to topics of others without having one of their own', () => {
    assert.deepEqual(listTopics(inv), [
      { name: 'published', subscribers: ['published', 'news-on-published'] },
    ])
  })

  it('are refused when one that they need is missing', () => {
    assert.throws(
      () => checkNeeds([news.definition()]),
      /\[news\] needs the service mail.*Add mail under @plugins/s,
    )
  })

  it('go together with those that need them', () => {
    assert.deepEqual(withDependents('mail', listServices(inv)), ['mail', 'news'])
    assert.deepEqual(withDependents('news', listServices(inv)), ['news'])
  })
})
