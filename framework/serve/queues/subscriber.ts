/**
 * The queues behind the subscribers of topics, as the environment names them.
 *
 * @module
 */

/** The logical id of the queue, by that of the function: `FeedEventLambda` has `FeedSubscriber`. */
export function subscriberQueue(functionId: string): string {
  return functionId.replace(/EventLambda$/, 'Subscriber')
}

/** The variable that holds the address of a subscriber's queue: `SUBSCRIBER_NEWSLETTER_ON_ARTICLE_PUBLISHED`. */
export function subscriberVariable(name: string): string {
  return `SUBSCRIBER_${name.toUpperCase().replaceAll('-', '_')}`
}
