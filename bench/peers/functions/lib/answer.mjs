/** The answer to a GraphQL request, without any framework. */
export function toAnswer(result, statusCode = 200) {
  return {
    statusCode,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(result),
  }
}
