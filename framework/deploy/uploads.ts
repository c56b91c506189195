/**
 * The code of what is deployed, in Architect's bucket, where CloudFormation takes it from to go back
 * when a deploy fails.
 *
 * After each deploy Architect deletes uploads that are older than a week, of all stages, whether they
 * still run or not.
 *
 * @module
 */
import type { AwsLiteClient } from '@aws-lite/client'
import { listFunctions, type Template } from './cloudformation.ts'
import { findStack as findTemplate, type Account } from './guard/aws.ts'
import { createAws, listFunctionNames, type Aws } from './stack.ts'

/** Where a function's code is. */
interface Upload {
  /** Of the function. */
  id: string
  /** In S3: the bucket, and the key in it. */
  path: string
}

/** Requests at once. */
const together = 10

/**
 * Puts the code of running functions back where it is gone, from Lambda itself.
 *
 * @returns what to tell: a deploy goes on without it, and can then not go back
 */
export async function keepUploads({ app, aws }: Account, stackName: string): Promise<string[]> {
  try {
    const running = await findTemplate({ app, aws }, stackName)
    if (!running) return []
    const restored = await restoreUploads(
      await createAws(aws),
      stackName,
      JSON.parse(running) as Template,
    )
    if (restored === 0) return []
    const functions = restored === 1 ? 'one function' : `${restored} functions`
    return [
      `The running code of ${functions} was put back into Architect's bucket, for a way back.`,
    ]
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return [
      `The code that runs could not be kept (${why}): should this deploy fail, it may not go back.`,
    ]
  }
}

async function restoreUploads(client: Aws, stackName: string, running: Template): Promise<number> {
  const gone = await listGone(client, listUploads(running))
  if (gone.length === 0) return 0

  const names = await listFunctionNames(client, stackName)
  await inTurns(gone, async ({ id, path }) => {
    const name = names.get(id)
    if (name) await putBack(client, name, path)
  })
  return gone.length
}

function listUploads(running: Template): Upload[] {
  return listFunctions(running).flatMap(([id, { Properties }]) => {
    const [, path] = /^s3:\/\/(.+)$/.exec(String(Properties['CodeUri'])) ?? []
    return path ? [{ id, path }] : []
  })
}

async function listGone(client: AwsLiteClient, uploads: readonly Upload[]): Promise<Upload[]> {
  const gone: Upload[] = []
  await inTurns(uploads, async (upload) => {
    const request = { service: 's3', method: 'HEAD', path: `/${upload.path}` } as const
    try {
      await client(request)
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode !== 404) throw error
      gone.push(upload)
    }
  })
  return gone
}

async function putBack(client: AwsLiteClient, name: string, path: string): Promise<void> {
  const { payload } = await client({
    service: 'lambda',
    method: 'GET',
    path: `/2015-03-31/functions/${name}`,
  })
  const { Location } = (payload as { Code: { Location: string } }).Code
  const code = await fetch(Location)
  if (!code.ok) throw new Error(`the code of ${name} was answered with ${code.status}`)
  const body = Buffer.from(await code.arrayBuffer())
  await client({ service: 's3', method: 'PUT', path: `/${path}`, payload: body })
}

async function inTurns<T>(all: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < all.length; start += together) {
    await Promise.all(all.slice(start, start + together).map(run))
  }
}
