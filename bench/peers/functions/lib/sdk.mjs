/**
 * An article of the table, by AWS's SDK as it is documented.
 *
 * @module
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}))

export async function readArticle(slug) {
  const { Item } = await client.send(
    new GetCommand({ TableName: process.env.TABLE_ARTICLES, Key: { slug } }),
  )
  return Item
}
