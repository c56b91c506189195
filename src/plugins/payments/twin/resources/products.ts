/**
 * Products.
 *
 * @see https://docs.stripe.com/api/products
 * @module
 */
import { toList } from '../lists.ts'
import type { Product } from '../objects.ts'
import { flag, metadata, optionalText, paging, text } from '../params.ts'
import { invalid } from '../problems.ts'
import { mergeMetadata, route } from '../route.ts'
import type { World } from '../world.ts'

export const products = [
  route(
    'POST /v1/products',
    {
      name: text,
      id: text.optional(),
      active: flag.optional(),
      description: optionalText,
      metadata: metadata.optional(),
      tax_code: text.optional(),
    },
    (world, { id, ...params }) => {
      if (id && world.store.find('product', id)) {
        throw invalid(`Product already exists: ${id}`, { code: 'resource_already_exists' })
      }
      return createProduct(world, { ...params, id })
    },
  ),

  route('GET /v1/products', { ...paging, active: flag.optional() }, (world, { active, ...page }) =>
    toList(
      world.store
        .list<Product>('product')
        .filter((it) => active === undefined || it.active === active),
      page,
      '/v1/products',
    ),
  ),

  route('GET /v1/products/:id', {}, (world, _params, id) => world.need('product', id!)),

  route(
    'POST /v1/products/:id',
    {
      name: text.optional(),
      active: flag.optional(),
      description: optionalText,
      metadata: metadata.optional(),
    },
    (world, { metadata: given, ...changes }, id) => {
      const product = world.need<Product>('product', id!)
      const merged = mergeMetadata(product['metadata'] as Record<string, string>, given)
      Object.assign(product, changes, { metadata: merged, updated: world.now() })
      world.store.save(product)
      world.emit('product.updated', product)
      return product
    },
  ),
]

interface ProductDetails {
  name: string
  id?: string | undefined
  active?: boolean | undefined
  description?: string | null | undefined
  metadata?: Record<string, string> | '' | undefined
  tax_code?: string | undefined
}

export function createProduct(world: World, details: ProductDetails): Product {
  const { name, active = true, description = null, tax_code = null } = details
  const product = world.store.save<Product>({
    id: details.id ?? world.id('prod'),
    object: 'product',
    active,
    created: world.now(),
    default_price: null,
    description,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: mergeMetadata({}, details.metadata),
    name,
    tax_code,
    type: 'service',
    updated: world.now(),
    url: null,
  })
  world.emit('product.created', product)
  return product
}
