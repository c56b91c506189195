/**
 * The codes that the GraphQL API adds to the kernel's.
 *
 * @module
 */
import { defineErrors } from '#framework/errors.ts'

export const errors = defineErrors({
  GRAPHQL_BATCHING_OFF: [400, 'One operation per request'],
  GRAPHQL_PARSE_FAILED: [400, 'The document is not GraphQL'],
  GRAPHQL_VALIDATION_FAILED: [400, 'The document does not fit the schema'],
  GRAPHQL_INVALID_VARIABLES: [400, 'The variables do not fit the document'],
  GRAPHQL_OPERATION_NOT_FOUND: [400, 'The document has no such operation'],
  GRAPHQL_TOO_MANY_TOKENS: [400, 'The document is too long'],
  GRAPHQL_TOO_DEEP: [400, 'The document is nested too deeply'],
  GRAPHQL_TOO_MANY_ALIASES: [400, 'The document has too many aliases'],
  GRAPHQL_TOO_MANY_DIRECTIVES: [400, 'The document has too many directives'],
  GRAPHQL_TOO_MANY_ROOT_FIELDS: [400, 'The document asks for too many things at once'],
  GRAPHQL_TOO_COSTLY: [400, 'The document asks for too much'],
  GRAPHQL_INTROSPECTION_OFF: [403, 'The schema is not public'],
  GRAPHQL_CSRF: [403, 'Another site could have sent this request'],
  GRAPHQL_UNTRUSTED_DOCUMENT: [403, 'Only documents known to the server are taken'],
  GRAPHQL_UNKNOWN_DOCUMENT: [404, 'No document has this id'],
  GRAPHQL_NOT_ACCEPTABLE: [406, 'The answer is JSON, which the request does not accept'],
})
