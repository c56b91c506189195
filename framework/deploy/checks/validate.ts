/**
 * AWS's own checker: some 300 rules and the schema of every resource, without AWS.
 *
 * It does not look into `AWS::Serverless::*`, so it is given what AWS SAM would make of them.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Template } from '../cloudformation.ts'
import type { Problem } from '../rules/rule.ts'
import { isException } from './exceptions.ts'
import { expandTemplate } from './expand.ts'

/** What AWS's checker finds. */
export interface Diagnostic extends Problem {
  /** As cfn-lint names it: `E3012`. */
  id: string
  /** The resource’s type; absent for what is not at a resource. */
  type?: string
}

/** AWS's checker. Loading its rules takes a second, and much memory: call `free` when done. */
export interface Validator {
  /** What is found; what `exceptions.ts` explains is left out. */
  check: (template: Template) => Diagnostic[]
  /** The same, with nothing left out. */
  checkAll: (template: Template) => Diagnostic[]
  free: () => void
}

/** Loads AWS's checker. */
export async function createValidator(): Promise<Validator> {
  const { CelEngine, TemplateFile } = await import('@aws/cloudformation-validate')
  const engine = new CelEngine()

  function checkAll(template: Template): Diagnostic[] {
    const folder = mkdtempSync(join(tmpdir(), 'plugboard-'))
    try {
      const file = join(folder, 'template.json')
      writeFileSync(file, JSON.stringify(toPlain(template)))
      const { status, diagnostics } = engine.validateStandard(new TemplateFile(file))
      if (status !== 'OK') throw new Error(`@aws/cloudformation-validate ended with ${status}`)
      return diagnostics.map(({ ruleId, message, entity, propertyPath }) => ({
        id: ruleId,
        resource: entity?.logicalId ?? 'stack',
        ...(entity?.resourceType && { type: entity.resourceType }),
        says: [propertyPath, message].filter(Boolean).join(': '),
      }))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  return {
    checkAll,
    check: (template) => checkAll(template).filter((it) => !isException(it)),
    free: () => engine.free(),
  }
}

function toPlain(template: Template): object {
  const { Transform: _macro, ...rest } = template as Template & { Transform?: unknown }
  return { ...rest, Resources: expandTemplate(template).Resources }
}
