/**
 * Who is compared, for each job: what is first of a list is the reference of its ratios.
 *
 * @module
 */

/**
 * @typedef {object} Contender
 * @property {string} name as the tables have it
 * @property {string} [source] below bench/peers/functions/; ours has none
 * @property {{ graphql17?: boolean, mainFirst?: boolean }} [build] what differs from the other peers
 * @property {boolean} [isReference]
 * @property {boolean} [isUnchecked] does not do the job at all
 * @property {boolean} [isWarmOnly]
 */

export const ours = 'plugboard (ours)'

const own = { name: ours }
const reference = (name, source) => ({ name, source, isReference: true })

/** @type {Record<string, Contender[]>} */
export const contenders = {
  hello: [
    reference('bare handler', 'hello/bare.mjs'),
    own,
    { name: 'middy', source: 'hello/middy.mjs' },
    { name: 'hono', source: 'hello/hono.mjs' },
    { name: 'powertools', source: 'hello/powertools.mjs' },
    { name: 'arc.http', source: 'hello/architect.mjs' },
    { name: 'fastify', source: 'hello/fastify.mjs' },
    { name: 'express', source: 'hello/express.mjs' },
    { name: 'nest', source: 'hello/nest.ts' },
  ],
  jwt: [
    reference('node:crypto by hand', 'jwt/by-hand.mjs'),
    own,
    { name: 'jose alone', source: 'jwt/jose.mjs' },
    { name: 'aws-jwt-verify', source: 'jwt/aws-jwt-verify.mjs' },
    { name: 'middy + jose', source: 'jwt/middy.mjs' },
    { name: 'hono', source: 'jwt/hono.mjs' },
    { name: 'powertools + jose', source: 'jwt/powertools.mjs' },
    { name: 'arc.http + jose', source: 'jwt/architect.mjs' },
    { name: 'fastify + jose', source: 'jwt/fastify.mjs' },
    { name: 'express + jose', source: 'jwt/express.mjs' },
    { name: 'nest + jose', source: 'jwt/nest.ts' },
  ],
  graphql: [
    reference('graphql-js 16 by hand', 'graphql/graphql-js.mjs'),
    own,
    {
      name: 'graphql-js 17 by hand',
      source: 'graphql/graphql-js.mjs',
      build: { graphql17: true },
    },
    { name: 'graphql-jit alone', source: 'graphql/graphql-jit.mjs' },
    { name: 'yoga', source: 'graphql/yoga.mjs', build: { graphql17: true } },
    { name: 'hono', source: 'graphql/hono.mjs' },
    { name: 'arc.http', source: 'graphql/architect.mjs' },
    { name: 'apollo', source: 'graphql/apollo.mjs' },
    { name: 'express + graphql-http', source: 'graphql/express.mjs' },
    { name: 'mercurius', source: 'graphql/mercurius.mjs', build: { mainFirst: true } },
    {
      name: 'mercurius, jit',
      source: 'graphql/mercurius-jit.mjs',
      build: { mainFirst: true },
      isWarmOnly: true,
    },
    { name: 'nest', source: 'graphql/nest.ts' },
  ],
  read: [
    reference('by hand', 'read/by-hand.mjs'),
    own,
    { name: 'arc.http + jose + aws-lite', source: 'read/architect.mjs' },
    { name: 'hono + SDK', source: 'read/hono.mjs' },
    { name: 'yoga + jose + SDK', source: 'read/yoga.mjs', build: { graphql17: true } },
    { name: 'express + jose + SDK', source: 'read/express.mjs' },
    { name: 'apollo + jose + SDK', source: 'read/apollo.mjs' },
    { name: 'mercurius + jose + SDK', source: 'read/mercurius.mjs', build: { mainFirst: true } },
    { name: 'nest + jose + SDK', source: 'read/nest.ts' },
  ],
  webhook: [
    { ...reference('bare handler, unchecked', 'webhook/bare.mjs'), isUnchecked: true },
    own,
    { name: 'HMAC by hand', source: 'webhook/by-hand.mjs' },
    { name: 'Stripe SDK alone', source: 'webhook/stripe.mjs' },
    { name: 'hono + Stripe SDK', source: 'webhook/hono.mjs' },
    { name: 'express + Stripe SDK', source: 'webhook/express.mjs' },
  ],
  page: [
    reference('by hand', 'page/by-hand.mjs'),
    own,
    { name: 'arc.http + aws-lite', source: 'page/architect.mjs' },
    { name: 'hono + SDK', source: 'page/hono.mjs' },
    { name: 'fastify + SDK', source: 'page/fastify.mjs' },
    { name: 'express + SDK', source: 'page/express.mjs' },
    { name: 'nest + SDK', source: 'page/nest.ts' },
  ],
}
