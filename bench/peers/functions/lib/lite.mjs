/**
 * An article of the table, by aws-lite as it is documented.
 *
 * @module
 */
import awsLite from '@aws-lite/client'
import dynamodb from '@aws-lite/dynamodb'

let client

export async function readArticle(slug) {
  client ??= await awsLite({
    plugins: [dynamodb],
    endpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB,
  })
  const { Item } = await client.DynamoDB.GetItem({
    TableName: process.env.TABLE_ARTICLES,
    Key: { slug },
  })
  return Item
}
