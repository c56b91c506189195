/**
 * Environment variables: declared by who needs them, checked all at once, never guessed.
 *
 * @module
 */
import { kernelErrors } from './errors.ts'

/** The variables of the kernel or of a service, by name. */
export type EnvDeclaration = Record<string, EnvVariable>

export interface EnvVariable {
  /** What it is for, in a few words. */
  description: string
  /** What a well-formed value matches. */
  pattern?: RegExp
  /** May be absent. */
  optional?: boolean
  /** Known to nobody: it stands in no template, and a deployed function reads it from SSM itself. */
  secret?: boolean
  /** Value on a developer's machine. Deployed stages never fall back to it. */
  local?: string
  /** A well-formed value, shown in the command that sets the variable. */
  example?: string
}

/** What the kernel itself needs. */
export const kernelEnv: EnvDeclaration = {
  APP_URL: {
    description:
      'public address of the site, without a slash at the end; for a site behind a CDN of your own',
    // Plain http is for loopback alone: the local cloud, and a deployment to an AWS emulator.
    pattern: /^(https:\/\/[^\s/?#]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)$/,
    optional: true,
    local: 'http://localhost:3333',
    example: 'https://www.example.com',
  },
  APP_SECRET: {
    description: 'signs cookies, cursors and links; at least 32 characters, known to nobody',
    pattern: /^.{32,}$/s,
    local: 'local-only-secret-that-no-deployed-stage-accepts',
    secret: true,
    example: '"$(openssl rand -hex 32)"',
  },
}

/**
 * Compares an environment with what is declared.
 *
 * @returns one sentence for each problem, with the command that solves it; empty when all is well
 */
export function checkEnv(
  declared: EnvDeclaration,
  env: Record<string, string | undefined>,
  stage: string,
): string[] {
  const problems: string[] = []
  for (const [name, variable] of Object.entries(declared)) {
    const problem = findProblem(name, variable, env[name], stage)
    if (problem) {
      problems.push(
        `${name} ${problem} (${variable.description}). ${advice(name, variable, stage)}`,
      )
    }
  }
  return problems
}

/**
 * Reads a variable that must be there.
 *
 * @throws MISSING_ENV, naming the variable and the command that sets it
 */
export function requireEnv(name: string): string {
  const value = process.env[name]
  if (value) return value
  throw kernelErrors.MISSING_ENV(missingEnv(name))
}

/** What is said of a variable that is not there: what to run. */
export function missingEnv(name: string): string {
  return `${name} is not set. ${advice(name, kernelEnv[name], stage())}`
}

/** Whether this runs on a developer's machine, on the local cloud. */
export function isLocal(): boolean {
  return stage() === 'testing'
}

/** The public address of the site, without a slash at the end. Links that leave the site start with it. */
export function appUrl(): string {
  return process.env['APP_URL']?.replace(/\/+$/, '') || learned || requireEnv('APP_URL')
}

let learned: string | undefined

/**
 * Takes the domain of a request for the site's, where `APP_URL` does not say it: a route's function
 * cannot name its own API in the template.
 *
 * @param domainName - of API Gateway's `requestContext`; a `host` header would be the client's claim
 */
export function learnAppUrl(domainName: string | undefined): void {
  if (domainName) learned = `https://${domainName}`
}

let checked = false

/**
 * Refuses to work in a deployed stage whose kernel variables are not complete. A function that deploy
 * made is given those alone that its code names, and looks at no others.
 * The adapters call it for each event, after `loadSecrets`; it looks once per instance.
 *
 * @throws MISSING_ENV, with all problems
 */
export function assertEnv(): void {
  if (checked) return
  const problems = isLocal() ? [] : checkEnv(expected(), process.env, stage())
  if (problems.length > 0) throw kernelErrors.MISSING_ENV(problems.join('\n'))
  checked = true
}

function expected(): EnvDeclaration {
  const isTrimmed = process.env['PLUGBOARD_PARAMETERS'] !== undefined
  if (!isTrimmed) return kernelEnv
  return Object.fromEntries(Object.entries(kernelEnv).filter(([name]) => name in process.env))
}

function stage(): string {
  return process.env['ARC_ENV'] ?? 'production'
}

function findProblem(
  name: string,
  variable: EnvVariable,
  value: string | undefined,
  stage: string,
): string | undefined {
  const local = stage === 'testing'
  if (!value) {
    return variable.optional || (local && variable.local !== undefined) ? undefined : 'is not set'
  }
  if (variable.pattern && !variable.pattern.test(value)) return 'is malformed'
  // A secret that is in the repository is known to everybody.
  if (!local && value === variable.local && /SECRET|KEY|TOKEN|PASSWORD/.test(name)) {
    return 'still has the value meant for local use'
  }
  return undefined
}

function advice(name: string, variable: EnvVariable | undefined, stage: string): string {
  return `Run: npx arc env --add --env ${stage} ${name} ${variable?.example ?? 'value'}`
}
