/**
 * The plan of a whole service: it keeps entries that people send, and shows them.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPlace } from '../../plugin/root.ts'
import { addErrors, addServiceRow, addTableRow } from './docs.ts'
import { listItems } from './manifest.ts'
import { requireName, toTitle, toTypeName } from './names.ts'
import type { Plan } from './plan.ts'
import * as routes from './service-routes.ts'
import * as template from './service-templates.ts'

const taken = ['plugboard', 'framework', 'shared', 'src']

export function planService(cwd: string, [written]: string[]): Plan {
  const name = requireName('service', written)
  if (findPlace(cwd)) {
    throw new Error(
      `A service is for all apps: run npm run new service ${name} without a folder, then plug it in here.`,
    )
  }
  if (taken.includes(name))
    throw new Error(`"${name}" means something else here: take another name.`)
  const names = {
    name,
    title: toTitle(name),
    type: `${toTypeName(name)}Entry`,
    table: `${name}-entries`,
    code: `${name.toUpperCase().replaceAll('-', '_')}_NOT_FOUND`,
  }
  const folder = `src/plugins/${name}`
  const plugins = listItems(readFileSync(join(cwd, 'app.arc'), 'utf8'), 'plugins')
  // The file is welcome without the graphql service too; its test is not.
  const hasGraphql = plugins.includes('graphql')

  return {
    files: {
      [`${folder}/README.md`]: template.readme(names),
      [`${folder}/index.ts`]: template.manifest(names),
      [`${folder}/api.ts`]: template.door(names),
      [`${folder}/entries.ts`]: template.entries(names),
      [`${folder}/errors.ts`]: template.errors(names),
      [`${folder}/graphql.ts`]: template.graphql(names),
      [`${folder}/http/post-${folderOf(name)}/index.ts`]: routes.postRoute(names),
      [`${folder}/http/get-${folderOf(name)}-000id/index.ts`]: routes.getRoute(names),
      [`${folder}/test/${name}.test.ts`]: routes.test({ ...names, hasGraphql }),
    },
    manifest: { pragma: 'plugins', lines: [name, `  src ${folder}/index.ts`] },
    docs: [
      {
        file: 'docs/errors.md',
        add: (text) =>
          addErrors(text, {
            heading: name,
            rows: [[names.code, 404, `No such entry of ${name}`, 'Look for a misspelt id.']],
          }),
      },
      { file: 'README.md', add: (text) => addServiceRow(text, { service: name }) },
      {
        file: 'docs/tables.md',
        add: (text) => addTableRow(text, { table: names.table, service: name }),
      },
    ],
    next:
      `It is plugged in. Read ${folder}/README.md, then npm test.\n` +
      `Take it out by deleting its two lines in app.arc.`,
  }
}

/** As Architect names the folder of a route. */
function folderOf(name: string): string {
  return name.replaceAll('-', '_')
}
