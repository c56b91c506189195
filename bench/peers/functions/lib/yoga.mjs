/** A Lambda of a yoga, as yoga's page on AWS Lambda has it. */
export function toHandler(yoga) {
  return async (event, lambdaContext) => {
    const { method } = event.requestContext.http
    const response = await yoga.fetch(
      `https://${event.requestContext.domainName}${event.rawPath}?${event.rawQueryString}`,
      {
        method,
        headers: event.headers,
        body: event.body && Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8'),
      },
      { event, lambdaContext },
    )
    return {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers.entries()),
      body: await response.text(),
      isBase64Encoded: false,
    }
  }
}
