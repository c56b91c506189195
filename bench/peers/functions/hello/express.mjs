import express from 'express'
import serverless from 'serverless-http'

const app = express()
app.get('/hello', (_request, response) => response.json({ hello: 'world' }))

export const handler = serverless(app)
