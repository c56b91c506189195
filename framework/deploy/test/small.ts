/**
 * The template of a project with one route.
 *
 * @module
 */
import { rmSync } from 'node:fs'
import { createProject } from '../../test/scratch-project.ts'
import type { Template } from '../cloudformation.ts'
import { createTemplate, type TemplateOptions } from '../create.ts'

const manifest = `@app
small

@aws
runtime typescript

@plugins
plugboard
  src framework/plugin.ts
`

/** What is made of `app.arc` with these lines below; by default of one with a route. */
export async function createSmall(
  lines = '@http\nget /\n',
  { variables, ...options }: TemplateOptions = {},
): Promise<Template> {
  const cwd = createProject({ 'app.arc': `${manifest}\n${lines}` })
  try {
    const secret = { APP_SECRET: 'x'.repeat(64) }
    return await createTemplate({ cwd, variables: { ...secret, ...variables }, ...options })
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}
