/**
 * What AWS knows of a stack: asked with the credentials that Architect finds, too.
 *
 * @module
 */
import type { AwsLiteClient, AwsLiteRequest } from '@aws-lite/client'
import type { Inventory } from '../../manifest.ts'

/** Who is asked. */
export type Account = Pick<Inventory, 'app' | 'aws'>

/**
 * The template of a stack as it was sent; undefined when there is no such stack.
 *
 * @throws Error with AWS's own words.
 */
export async function findStack(account: Account, stackName: string): Promise<string | undefined> {
  const client = await getClient(account)
  const query = { StackName: stackName, TemplateStage: 'Original', Version: '2010-05-15' }
  const request = { service: 'cloudformation', query: { Action: 'GetTemplate', ...query } }
  try {
    const { payload } = (await client(request as unknown as AwsLiteRequest)) as { payload: unknown }
    return findBody(payload)
  } catch (error) {
    const { message } = error as Error
    if (/does not exist/.test(message)) return undefined
    throw new Error(toReason(error as Error), { cause: error })
  }
}

/**
 * The variables of a stage, as `arc env` keeps them.
 *
 * @throws Error with AWS's own words.
 */
export async function readVariables(
  account: Account,
  stage: string,
): Promise<Record<string, string>> {
  const client = await getClient(account)
  const variables: Record<string, string> = {}
  let NextToken: string | undefined
  do {
    const payload = JSON.stringify({
      Path: `/${account.app}/${stage}`,
      WithDecryption: true,
      ...(NextToken && { NextToken }),
    })
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonSSM.GetParametersByPath',
    }
    try {
      const answer = await client({ service: 'ssm', headers, payload, awsjson: false })
      const { Parameters = [], NextToken: next } = answer.payload as {
        Parameters?: { Name: string; Value: string }[]
        NextToken?: string
      }
      for (const { Name, Value } of Parameters) variables[Name.split('/').pop()!] = Value
      NextToken = next
    } catch (error) {
      throw new Error(toReason(error as Error), { cause: error })
    }
  } while (NextToken)
  return variables
}

// Looking for credentials takes a second where there are none, so it is done once.
const clients = new Map<string, Promise<AwsLiteClient>>()

async function getClient({ aws }: Account): Promise<AwsLiteClient> {
  const { region, profile } = aws as { region?: string; profile?: string }
  const key = [region, profile, process.env['AWS_ENDPOINT_URL']].join(' ')
  const client = clients.get(key) ?? createClient({ region, profile })
  clients.set(key, client)
  try {
    return await client
  } catch (error) {
    throw new Error(toReason(error as Error), { cause: error })
  }
}

async function createClient(options: {
  region?: string | undefined
  profile?: string | undefined
}) {
  const { default: create } = await import('@aws-lite/client')
  const { region, profile } = options
  return create({
    ...(region && { region }),
    ...(profile && { profile }),
    autoloadPlugins: false,
    plugins: [],
  })
}

function findBody(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null)
    throw new Error('GetTemplate answered nothing')
  const { TemplateBody, ...rest } = payload as Record<string, unknown>
  if (typeof TemplateBody === 'string') return TemplateBody
  if (TemplateBody) return JSON.stringify(TemplateBody)
  return findBody(Object.values(rest).find((it) => typeof it === 'object'))
}

/** One line, without the client's own name. */
function toReason({ message }: Partial<Error>): string {
  // Whatever goes wrong on the way to AWS’s metadata, it is for want of credentials.
  if (!message || /^Unable to find AWS credentials|IMDS/.test(message)) {
    return 'no credentials were found'
  }
  return message
    .split('\n')[0]!
    .replace(/^@aws-lite\/client: /, '')
    .replace(/\.$/, '')
}
