/**
 * Rules: how functions run, what they know, and what they leave behind.
 *
 * @module
 */
import { listRoutes } from '../http-api.ts'
import { findTarget, renderValue } from './references.ts'
import { ofType, type Plain, type Rule } from './rule.ts'

/** Seconds, after which API Gateway ends a request of an HTTP API. */
const longestRequest = 30

/** Characters of all names and values: Lambda's limit is 4 KB. */
const largestEnvironment = 4096

export const functionRules: readonly Rule[] = [
  {
    id: 'runtime',
    protects: 'Node 24 on arm64 is what all was measured on, a fifth cheaper than x86.',
    check: (resources) =>
      functions(resources).flatMap(([id, { Properties }]) => {
        const runtime = String(Properties['Runtime'])
        const architecture = renderValue(Properties['Architectures'] ?? 'x86_64')
        return [
          ...(isCurrent(runtime) ? [] : [`runs on ${runtime}, not on nodejs24.x`]),
          ...(architecture === 'arm64' ? [] : [`runs on ${architecture}, not on arm64`]),
        ].map((says) => ({ resource: id, says }))
      }),
  },
  {
    id: 'log-retention',
    protects:
      'Logs are kept as long as is said, and not paid for, or held against the law, for ever.',
    check: (resources) => {
      const groups = ofType(resources, 'AWS::Logs::LogGroup')
      const own = (id: string) =>
        groups.find(([, { Properties }]) => findTarget(Properties['LogGroupName']) === id) ??
        groups.find(([group]) => group === findTarget(logGroupOf(resources, id)))
      return [
        ...functions(resources)
          .filter(([id]) => !own(id))
          .map(([id]) => ({
            resource: id,
            says: 'has no log group: what Lambda makes keeps logs for ever',
          })),
        ...groups
          .filter(([, { Properties }]) => !Properties['RetentionInDays'])
          .map(([id]) => ({ resource: id, says: 'has no retention: RetentionInDays is not set' })),
      ]
    },
  },
  {
    id: 'no-secrets',
    protects:
      'Templates are kept by CloudFormation, in S3 and in caches, where many can read them.',
    check: (resources, { secrets }) =>
      Object.entries(resources).flatMap(([id, resource]) =>
        listStrings(resource)
          .filter(({ name, text }) => isSecret(name, text, secrets))
          .map(({ name }) => ({ resource: id, says: `holds a secret in plain text: ${name}` })),
      ),
  },
  {
    id: 'request-time',
    protects: 'A route answers before API Gateway gives up after 30 seconds.',
    check: (resources) => {
      const routes = new Set(
        ofType(resources, 'AWS::ApiGatewayV2::Api').flatMap(([, api]) =>
          listRoutes(api).map(({ functionId }) => functionId),
        ),
      )
      return functions(resources)
        .filter(
          ([id, { Properties }]) =>
            routes.has(id) && Number(Properties['Timeout'] ?? 3) > longestRequest,
        )
        .map(([id, { Properties }]) => ({
          resource: id,
          says: `may take ${String(Properties['Timeout'])} s; API Gateway waits for 30`,
        }))
    },
  },
  {
    id: 'environment-size',
    protects: 'Lambda refuses a function whose variables take more than 4 KB.',
    check: (resources) =>
      functions(resources).flatMap(([id, { Properties }]) => {
        const size = Object.entries(Properties.Environment?.Variables ?? {})
          .map(([name, value]) => name.length + sizeOf(value))
          .reduce((sum, it) => sum + it, 0)
        return size > largestEnvironment
          ? [{ resource: id, says: `has ${size} bytes of variables` }]
          : []
      }),
  },
]

function functions(resources: Plain) {
  return ofType(resources, 'AWS::Lambda::Function')
}

function isCurrent(runtime: string): boolean {
  const [, major] = /^nodejs(\d+)\.x$/.exec(runtime) ?? []
  return Number(major) >= 24
}

function logGroupOf(resources: Plain, id: string): unknown {
  const config = resources[id]!.Properties['LoggingConfig'] as Record<string, unknown> | undefined
  return config?.['LogGroup']
}

/** What is known to be a secret by its shape: keys of Stripe, AWS, GitHub; private keys; passwords in addresses. */
const shapes: readonly RegExp[] = [
  /\b[rs]k_(test|live)_\w{8,}/,
  /\bwhsec_\w{8,}/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_\w{20,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^\w+:\/\/[^\s/:@]+:[^\s/@]+@/,
]

function isSecret(name: string, text: string, secrets: readonly string[]): boolean {
  if (secrets.some((secret) => text.includes(secret))) return true
  if (shapes.some((shape) => shape.test(text))) return true
  // An SSM parameter's path and CloudFormation's own references tell where it is, not what.
  const isPlace = /^(\/|\{\{resolve:(ssm-secure|secretsmanager):)/.test(text)
  return secretNames.test(name) && text !== '' && !isPlace
}

const secretNames = /(^|_)(SECRET|PASSWORD|TOKEN|API_?KEY|SECRET_KEY|PRIVATE_KEY)$/

/** Every string of a resource, with the name it stands under. References are not followed. */
function listStrings(value: unknown, name = ''): { name: string; text: string }[] {
  if (typeof value === 'string') return [{ name, text: value }]
  if (typeof value !== 'object' || value === null) return []
  if ('Ref' in value || 'Fn::GetAtt' in value) return []
  return Object.entries(value).flatMap(([key, it]) =>
    listStrings(it, Array.isArray(value) || key.startsWith('Fn::') ? name : key),
  )
}

// A reference becomes a name or an ARN, which is rarely longer.
function sizeOf(value: unknown): number {
  return typeof value === 'object' ? 80 : String(value).length
}
