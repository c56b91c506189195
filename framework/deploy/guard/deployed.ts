/**
 * What is deployed: as CloudFormation has it, or else as this machine remembers it.
 *
 * @module
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Template } from '../cloudformation.ts'
import { findStack, type Account } from './aws.ts'

/** What is known of a stack. */
export interface Deployed {
  /** Absent when nothing is deployed, or nothing is known. */
  template?: Template
  /** Who said so. */
  source: 'aws' | 'record' | 'nobody'
  /** When this machine deployed it, for `record`. */
  at?: string
  /** Why AWS did not say it. */
  reason?: string
}

/** Reads what is deployed under a name. */
export async function readDeployed(
  account: Account,
  { stackName, cwd }: { stackName: string; cwd: string },
): Promise<Deployed> {
  try {
    const body = await findStack(account, stackName)
    return body === undefined
      ? { source: 'aws' }
      : { source: 'aws', template: JSON.parse(body) as Template }
  } catch (error) {
    const { message } = error as Error
    const reason = error instanceof SyntaxError ? 'its template is not JSON' : message
    return { ...readRecord(stackName, cwd), reason }
  }
}

/** Remembers what was deployed from here, for plans without AWS. */
export function saveDeployed(
  template: Template,
  { stackName, cwd }: { stackName: string; cwd: string },
): void {
  const file = toFile(stackName, cwd)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ at: new Date().toISOString(), template }))
}

function readRecord(stackName: string, cwd: string): Deployed {
  try {
    const text = readFileSync(toFile(stackName, cwd), 'utf8')
    return { source: 'record', ...(JSON.parse(text) as { at: string; template: Template }) }
  } catch {
    return { source: 'nobody' }
  }
}

function toFile(stackName: string, cwd: string): string {
  return join(cwd, '.plugboard', 'deployed', `${stackName}.json`)
}
