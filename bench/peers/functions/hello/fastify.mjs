import awsLambdaFastify from '@fastify/aws-lambda'
import fastify from 'fastify'

const app = fastify()
app.get('/hello', async () => ({ hello: 'world' }))

export const handler = awsLambdaFastify(app)
