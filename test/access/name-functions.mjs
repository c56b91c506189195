/**
 * Loaded before the local cloud: whatever function it starts calls AWS under its own name, and by way
 * of the recorder, and finds in its environment what the template gives it. The key that a request is
 * signed with says who asks, and where it was to go.
 *
 * @module
 */
import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'

const { spawn } = childProcess
const services = { dynamodb: 'DYNAMODB', sns: 'SNS', sqs: 'SQS', ses: 'SESV2' }

childProcess.spawn = (command, parameters, options) => {
  const { AWS_LAMBDA_FUNCTION_NAME: name } = options?.env ?? {}
  return spawn(command, parameters, name ? { ...options, env: toEnv(name, options.env) } : options)
}
syncBuiltinESMExports()

function toEnv(name, env) {
  const variables = Object.entries(services).map(([it, suffix]) => [
    it,
    `AWS_ENDPOINT_URL_${suffix}`,
  ])
  const there = variables.filter(([, variable]) => env[variable])
  const upstream = Object.fromEntries(there.map(([service, variable]) => [service, env[variable]]))
  const key = Buffer.from(JSON.stringify({ name, upstream })).toString('base64url')
  const recorder = process.env.ACCESS_RECORDER
  return {
    ...trim(name, env),
    AWS_ACCESS_KEY_ID: key,
    AWS_SECRET_ACCESS_KEY: 'local',
    ...Object.fromEntries(there.map(([, variable]) => [variable, recorder])),
  }
}

function trim(name, env) {
  const { known, given } = JSON.parse(process.env.ACCESS_ENVIRONMENT)
  const isGone = (variable) => known.includes(variable) && !given[name]?.includes(variable)
  return Object.fromEntries(Object.entries(env).filter(([variable]) => !isGone(variable)))
}
