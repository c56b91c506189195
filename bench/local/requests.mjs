/**
 * What is asked of every contender.
 *
 * @module
 */

const query = '{ articles(first: 5) { edges { node { slug title author } } } }'

/** By the name that the report gives them; what their answers hold tells that they went well. */
export const requests = {
  'empty handler': { path: '/empty', expected: 'ok' },
  'a page': { path: '/', expected: '</html>' },
  'GraphQL with a table read': {
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
    expected: '"slug":',
  },
}

export const empty = 'empty handler'

/** Connections at once. */
export const levels = [1, 8, 50]

/** The empty handler, and another one in its place. */
export const emptyHandler = (text = 'ok') =>
  `export async function handler() {\n  return { statusCode: 200, body: '${text}' }\n}\n`
