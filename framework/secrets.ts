/**
 * What a deployed function is told at its first event only: secrets, which stand in no template, and
 * what is known after the functions are there. Both are kept in SSM Parameter Store.
 *
 * @module
 */
import { requestAws } from './aws.ts'
import { missingEnv } from './env.ts'
import { kernelErrors } from './errors.ts'

/** A variable, and the parameter that has its value. */
interface Parameter {
  name: string
  path: string
}

/** SSM answers so many in one request. */
const most = 10

/**
 * Puts into the environment what `PLUGBOARD_PARAMETERS` names (`APP_SECRET=/app/staging/APP_SECRET,…`)
 * and is not there yet. Every adapter waits for it; it asks once per instance, and again after it
 * failed. Elsewhere than in AWS there is nothing to wait for.
 *
 * @throws MISSING_ENV for a parameter that is not there or may not be read; UNAVAILABLE
 */
export function loadSecrets(): Promise<void> | undefined {
  const told = process.env['PLUGBOARD_PARAMETERS']
  if (told === undefined || told === loaded) return undefined
  loading ??= load(told).finally(() => (loading = undefined))
  return loading
}

/**
 * A handler that no adapter made, with its secrets: `export const handler = withSecrets(async (event) => …)`.
 */
export function withSecrets<Event, Context, Answer>(
  handler: (event: Event, context: Context) => Answer | Promise<Answer>,
): (event: Event, context: Context) => Promise<Answer> {
  return async (event, context) => {
    await loadSecrets()
    return handler(event, context)
  }
}

let loaded: string | undefined
let loading: Promise<void> | undefined

async function load(told: string): Promise<void> {
  const wanted = parseParameters(told).filter(({ name }) => !process.env[name])
  const chunks = Array.from({ length: Math.ceil(wanted.length / most) }, (_, index) =>
    wanted.slice(index * most, (index + 1) * most),
  )
  await Promise.all(chunks.map(read))
  loaded = told
}

// `none` has no equals sign.
function parseParameters(told: string): Parameter[] {
  return told.split(',').flatMap((pair) => {
    const [name, path] = pair.split('=')
    return name && path ? [{ name, path }] : []
  })
}

async function read(wanted: readonly Parameter[]): Promise<void> {
  const { Parameters = [] } = await ask(wanted)
  const values = new Map(Parameters.map(({ Name, Value }) => [Name, Value]))
  const missing = wanted.filter(({ path }) => !values.get(path))
  if (missing.length > 0) throw kernelErrors.MISSING_ENV(missing.map(toSentence).join('\n'))
  for (const { name, path } of wanted) process.env[name] = values.get(path)!
}

interface Answer {
  Parameters?: { Name: string; Value: string }[]
}

async function ask(wanted: readonly Parameter[]): Promise<Answer> {
  const Names = wanted.map(({ path }) => path)
  try {
    return (await requestAws('ssm', {
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AmazonSSM.GetParameters',
      },
      body: JSON.stringify({ Names, WithDecryption: true }),
    })) as Answer
  } catch (cause) {
    const isRefused = (cause as { statusCode?: number }).statusCode === 400
    if (!isRefused) throw cause
    const detail = `SSM does not give ${Names.join(', ')}: ${(cause as Error).name}`
    throw kernelErrors.MISSING_ENV({ detail, cause })
  }
}

function toSentence({ name, path }: Parameter): string {
  return `${missingEnv(name)} Nothing is kept at ${path} in SSM Parameter Store.`
}
