/**
 * Plans for one function, or one table, of your own.
 *
 * @module
 */
import { createRequire } from 'node:module'
import { requireName, toIdentifier, toSingular, toTitle, toTypeName } from './names.ts'
import { addTableSection } from './docs.ts'
import type { Plan } from './plan.ts'
import * as template from './templates.ts'

const { getLambdaName } = createRequire(import.meta.url)('@architect/utils') as {
  getLambdaName: (path: string) => string
}

const methods = ['get', 'post', 'put', 'patch', 'delete', 'any', 'head', 'options']

export function planHttp(_cwd: string, [written = '', path = '']: string[]): Plan {
  const method = written.toLowerCase()
  if (!methods.includes(method)) {
    throw new Error(`"${written}" is no method. Write: npm run new http get /path`)
  }
  requirePath(path)
  const example = path.replace(/:\w+/g, 'example').replace(/\*$/, 'anything')
  return {
    files: {
      [`src/http/${method}${getLambdaName(path)}/index.ts`]: template.http({ method, path }),
    },
    manifest: { pragma: 'http', lines: [`${method} ${path}`] },
    docs: [],
    next:
      method === 'get' || method === 'any'
        ? `See it: npm start, then http://localhost:3333${example}`
        : `Try it: npm start, then curl -X ${method.toUpperCase()} http://localhost:3333${example}`,
  }
}

export function planEvent(_cwd: string, [written]: string[]): Plan {
  const name = requireName('event', written)
  const identifier = toIdentifier(name, 'event')
  return {
    files: {
      [`src/shared/${name}.ts`]: template.eventDefinition({ name, identifier }),
      [`src/events/${name}/index.ts`]: template.eventHandler({ name, identifier }),
    },
    manifest: { pragma: 'events', lines: [name] },
    docs: [],
    next: `Say what it carries in src/shared/${name}.ts, and tell of it: await ${identifier}.publish({ id })`,
  }
}

export function planQueue(_cwd: string, [written]: string[]): Plan {
  const name = requireName('queue', written)
  const identifier = toIdentifier(name, 'queue')
  return {
    files: {
      [`src/shared/${name}.ts`]: template.queueDefinition({ name, identifier }),
      [`src/queues/${name}/index.ts`]: template.queueHandler({ name, identifier }),
    },
    manifest: { pragma: 'queues', lines: [name] },
    docs: [],
    next: `Say what a message holds in src/shared/${name}.ts, and send one: await ${identifier}.send({ id })`,
  }
}

export function planScheduled(_cwd: string, [written, ...rest]: string[]): Plan {
  const name = requireName('scheduled', written)
  const when = requireWhen(rest.join(' '))
  return {
    files: { [`src/scheduled/${name}/index.ts`]: template.scheduled({ name, when }) },
    manifest: { pragma: 'scheduled', lines: [`${name} ${when}`] },
    docs: [],
    next: 'Run it now: npm start, then the key s',
  }
}

export function planTable(_cwd: string, [written, key, sortKey]: string[]): Plan {
  const name = requireName('table', written)
  const keys = [key ?? '', ...(sortKey ? [sortKey] : [])]
  for (const it of keys) {
    if (/^[a-zA-Z][a-zA-Z0-9]*$/.test(it)) continue
    throw new Error(`"${it}" is no key. Write: npm run new table ${name} id`)
  }
  const table = {
    name,
    keys,
    identifier: toIdentifier(name, 'table'),
    type: toTypeName(toSingular(name)),
    title: toTitle(name),
  }
  return {
    files: {
      [`src/shared/${name}.ts`]: template.table(table),
      [`src/shared/test/${name}.test.ts`]: template.tableTest(table),
    },
    manifest: {
      pragma: 'tables',
      lines: [name, `  ${keys[0]} *String`, ...(sortKey ? [`  ${sortKey} **String`] : [])],
    },
    docs: [{ file: 'docs/tables.md', add: (text) => addTableSection(text, { name, keys }) }],
    next: `Say what an item holds in src/shared/${name}.ts, and what is asked of it in docs/tables.md`,
  }
}

export function planBucket(_cwd: string, [written]: string[]): Plan {
  const name = requireName('bucket', written)
  const variable = `BUCKET_${name.toUpperCase().replaceAll('-', '_')}`
  return {
    files: {},
    manifest: { pragma: 'buckets', lines: [name] },
    docs: [],
    next:
      `Functions find it in ${variable} and AWS_ENDPOINT_URL_S3. A queue hears of uploads with a line ` +
      `"created <queue>" below it in app.arc.`,
  }
}

function requirePath(path: string): void {
  const isPath = /^\/$|^(\/(:[a-zA-Z]\w*|[a-zA-Z0-9._-]+|\*(?=$)))+$/.test(path)
  if (!isPath) {
    throw new Error(
      `"${path}" is no path: it starts with /, has letters, digits, ".", "_" and "-", ` +
        'parameters as /:name, and * at its end only.',
    )
  }
  if (path.startsWith('/_static')) throw new Error('/_static is where static files live.')
}

/** `rate(1 day)`, `cron(0 3 * * ? *)`; a shell may have taken the brackets away. */
function requireWhen(text: string): string {
  const [, kind, expression] = /^(rate|cron)\s*\(?\s*([^()]+?)\s*\)?$/.exec(text.trim()) ?? []
  const isRate = kind === 'rate' && /^[1-9]\d* (minute|hour|day)s?$/.test(expression!)
  const isCron = kind === 'cron' && expression!.split(/\s+/).length === 6
  if (!isRate && !isCron) {
    throw new Error(
      `"${text}" is no schedule. Write "rate(1 day)", or "cron(0 3 * * ? *)" for 3:00 UTC, quoted.`,
    )
  }
  return `${kind}(${expression})`
}
