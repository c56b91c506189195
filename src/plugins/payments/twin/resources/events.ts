/**
 * Events, and the endpoints that hear of them.
 *
 * @see https://docs.stripe.com/api/events
 * @module
 */
import { z } from 'zod'
import { toList } from '../lists.ts'
import type { StripeEvent, WebhookEndpoint } from '../objects.ts'
import { flag, metadata, paging, text, url } from '../params.ts'
import { mergeMetadata, route } from '../route.ts'
import type { World } from '../world.ts'
import { apiVersion } from '../world.ts'

export const events = [
  route(
    'GET /v1/events',
    {
      ...paging,
      type: text.optional(),
      types: z.array(text).max(20).optional(),
      delivery_success: flag.optional(),
    },
    (world, { type, types, delivery_success: isDelivered, ...page }) =>
      toList(
        world.store
          .list<StripeEvent>('event')
          .filter((it) => matches(it.type, type ? [type] : types))
          .filter((it) => isDelivered === undefined || (it.pending_webhooks === 0) === isDelivered),
        page,
        '/v1/events',
      ),
  ),

  route('GET /v1/events/:id', {}, (world, _params, id) => world.need('event', id!)),

  route(
    'POST /v1/webhook_endpoints',
    {
      url,
      enabled_events: z.array(text).min(1),
      api_version: text.optional(),
      description: text.optional(),
      metadata: metadata.optional(),
    },
    (world, { metadata: given, ...params }) =>
      createEndpoint(world, { ...params, metadata: mergeMetadata({}, given) }),
  ),

  route('GET /v1/webhook_endpoints', paging, (world, page) => {
    const list = toList(world.store.list('webhook_endpoint'), page, '/v1/webhook_endpoints')
    return { ...list, data: list.data.map(withoutSecret) }
  }),

  route('GET /v1/webhook_endpoints/:id', {}, (world, _params, id) =>
    withoutSecret(world.need('webhook_endpoint', id!)),
  ),

  route(
    'POST /v1/webhook_endpoints/:id',
    {
      url: url.optional(),
      enabled_events: z.array(text).min(1).optional(),
      disabled: flag.optional(),
      description: text.optional(),
    },
    (world, { disabled, ...changes }, id) => {
      const endpoint = world.need<WebhookEndpoint>('webhook_endpoint', id!)
      Object.assign(endpoint, changes)
      if (disabled !== undefined) endpoint.status = disabled ? 'disabled' : 'enabled'
      return withoutSecret(world.store.save(endpoint))
    },
  ),

  route('DELETE /v1/webhook_endpoints/:id', {}, (world, _params, id) => {
    world.store.remove(world.need('webhook_endpoint', id!))
    return { id, object: 'webhook_endpoint', deleted: true }
  }),
]

/** An endpoint; its secret is shown this once. */
export function createEndpoint(
  world: World,
  details: {
    url: string
    enabled_events: string[]
    id?: string
    secret?: string
    api_version?: string | undefined
    description?: string | undefined
    metadata?: Record<string, string>
  },
): WebhookEndpoint {
  return world.store.save<WebhookEndpoint>({
    id: details.id ?? world.id('we'),
    object: 'webhook_endpoint',
    api_version: details.api_version ?? apiVersion,
    application: null,
    created: world.now(),
    description: details.description ?? null,
    enabled_events: details.enabled_events,
    livemode: false,
    metadata: details.metadata ?? {},
    secret: details.secret ?? world.id('whsec'),
    status: 'enabled',
    url: details.url,
  })
}

function withoutSecret(endpoint: object): object {
  const { secret: _, ...rest } = endpoint as WebhookEndpoint
  return rest
}

function matches(type: string, wanted: string[] | undefined): boolean {
  if (!wanted) return true
  return wanted.some((it) => (it.endsWith('*') ? type.startsWith(it.slice(0, -1)) : it === type))
}
