/**
 * Measures a profile, in the folder that it runs in: a copy of the project, for its bundles are made
 * as for deploy.
 *
 *     node framework/cost/measure/main.ts PROFILE OUTPUT PLAYS
 *
 * @module
 */
import { cpus } from 'node:os'
import { pathToFileURL } from 'node:url'
import { createBuilder } from '../../build/builder.ts'
import { runSeed } from '../../local/seed.ts'
import { listLambdas } from '../../manifest.ts'
import { startApp } from '../../testing/start-app.ts'
import { saveMeasured } from '../measured.ts'
import type { Profile } from '../profile.ts'
import { createInstances, nameOf, type Instances } from './instances.ts'
import { playFeature } from './play.ts'
import { startRecorder } from './recorder.ts'

const [profileFile, outputFile, plays] = process.argv.slice(2) as [string, string, string]
const rounds = { warmUp: Math.ceil(Number(plays) * 1.5), plays: Number(plays), cold: 7 }
const say = (line: string) => process.stderr.write(`${line}\n`)
const cwd = process.cwd()
process.env['LOG_LEVEL'] ??= 'info'

let instances: Instances | undefined
const { app, stop } = await startApp({
  cwd,
  // Storage has to know whose signature it is.
  toCredentials: (all) =>
    all.map((_lambda, index) => ({
      accessKeyId: `function${index}`,
      secretAccessKey: 'local',
    })),
  create: () => (call) => {
    if (!instances) throw new Error('Nothing is built yet.')
    return instances.invoke(call)
  },
})
const lambdas = listLambdas(app.inventory)
const recorder = await startRecorder({
  database: process.env['AWS_ENDPOINT_URL_DYNAMODB']!,
  delivery: process.env['AWS_ENDPOINT_URL_SQS']!,
  storage: process.env['AWS_ENDPOINT_URL_S3']!,
})
try {
  say('Bundles, as for deploy …')
  await createBuilder().buildForDeploy(app.inventory)
  await runSeed(cwd, say)
  const env = app.inventory._project.env.local?.['testing'] ?? {}
  instances = createInstances(lambdas, {
    toEnv: (index) => ({
      ...env,
      ARC_ENV: 'testing',
      AWS_ACCESS_KEY_ID: `function${index}`,
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: recorder.urlOf('dynamodb'),
      AWS_ENDPOINT_URL_SQS: recorder.urlOf('sqs'),
      AWS_ENDPOINT_URL_SNS: recorder.urlOf('sns'),
      AWS_ENDPOINT_URL_S3: recorder.urlOf('s3'),
    }),
  })
  const { default: profile } = (await import(pathToFileURL(profileFile).href)) as {
    default: Profile
  }
  const keyOf = (name: string) => `function${lambdas.findIndex((it) => nameOf(it) === name)}`
  const stage = { app, instances, recorder, keyOf, cwd }
  const features = []
  for (const [name, feature] of Object.entries(profile.features)) {
    say(`${name} …`)
    features.push([name, await playFeature(feature, stage, rounds)])
  }
  saveMeasured(outputFile, {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    machine: `${cpus().length} × ${cpus()[0]!.model}`,
    features: Object.fromEntries(features),
  })
} catch (error) {
  say(`${(error as Error).message}\n${instances?.lastLines() ?? ''}`)
  process.exitCode = 1
} finally {
  instances?.stop()
  await recorder.stop()
  await stop()
}
