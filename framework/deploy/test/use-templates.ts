/**
 * Templates of small projects, as `arc deploy` would send them.
 *
 * @module
 */
import { rmSync } from 'node:fs'
import { afterAll } from 'vitest'
import { createProject } from '../../test/scratch-project.ts'
import type { Resource, Template } from '../cloudformation.ts'
import { createTemplate, type TemplateOptions } from '../create.ts'

interface Options extends Omit<TemplateOptions, 'cwd'> {
  /** Lines under `@aws`. */
  aws?: string
  /** A service `helper`, besides its name and folder: `{ on: ['happened'] }`. */
  service?: object
}

/** Answers what makes the template of a manifest that has these lines, besides those that all have. */
export function useTemplates() {
  const folders: string[] = []
  afterAll(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  })

  return async (lines: string, { aws = '', service, ...options }: Options = {}) => {
    const plugins = service ? 'helper\n  src src/plugins/helper/index.ts\n' : ''
    const cwd = createProject({
      'app.arc': `${head}${plugins}\n@aws\nruntime typescript\n${aws}\n\n@http\nget /\n\n${lines}\n`,
      ...(service && { 'src/plugins/helper/index.ts': toService(service) }),
    })
    folders.push(cwd)
    return createTemplate({ variables: { APP_SECRET: 'x'.repeat(64) }, ...options, cwd })
  }
}

/** The properties of a resource that must be there. */
export function propertiesOf({ Resources }: Template, id: string): Resource['Properties'] {
  const found = Resources[id]
  if (!found) throw new Error(`There is no ${id}, but: ${Object.keys(Resources).join(', ')}`)
  return found.Properties
}

const head = `@app
small

@plugins
plugboard
  src framework/plugin.ts
`

function toService(definition: object): string {
  return `import { defineService } from '#framework/service.ts'

export default defineService({
  name: 'helper',
  dir: import.meta.dirname,
  description: 'Helps',
  ...${JSON.stringify(definition)},
})
`
}
