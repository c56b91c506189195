import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'

const app = new Hono()
app.get('/hello', (context) => context.json({ hello: 'world' }))

export const handler = handle(app)
