/**
 * What `@files` in `app.arc` says: how much of what.
 *
 * @module
 */

export interface FilesOptions {
  /** The largest file, in bytes. */
  maxBytes: number
  /** What one person may keep. */
  personBytes: number
  personFiles: number
  personDocuments: number
  /** What all of a tenant may keep together. */
  tenantBytes: number
  tenantFiles: number
  /** Types that are taken; `image/*` for all of a kind. */
  types: readonly string[]
  /** How long temporary files are kept. */
  temporaryDays: number
  /** Paths of pages with `<file-upload>`, and of those below: their scripts may send to storage. */
  pages: readonly string[]
}

const defaults = {
  'max-bytes': 100_000_000,
  'person-bytes': 1_000_000_000,
  'person-files': 1000,
  'person-documents': 100,
  'tenant-bytes': 10_000_000_000,
  'tenant-files': 10_000,
  types: ['*/*'] as string | string[],
  'temporary-days': 1,
  pages: ['/write'] as string | string[],
}

type Raw = Readonly<Record<string, unknown>>

/** S3 copies no more in one request. */
const mostBytes = 5 * 1024 ** 3

/** Every mistake in the options, each in one line. */
export function checkOptions(raw: Raw): string[] {
  const options: Record<string, unknown> = { ...defaults, ...raw }
  const problems: string[] = []
  for (const name of Object.keys(raw)) {
    if (name in defaults) continue
    problems.push(`${name} is no option: ${Object.keys(defaults).join(', ')}`)
  }
  for (const [name, value] of Object.entries(options)) {
    if (name === 'types' || name === 'pages' || !(name in defaults)) continue
    const isCount = Number.isInteger(value) && (value as number) >= 1
    if (!isCount) problems.push(`${name} is a whole number, 1 or more`)
  }
  if (Number(options['max-bytes']) > mostBytes) problems.push(`max-bytes is ${mostBytes} at most`)
  for (const type of [options['types']].flat()) {
    if (/^(\*|[a-z]+)\/(\*|[a-z0-9.+-]+)$/.test(String(type))) continue
    problems.push(`types are such as image/* or application/pdf, not "${String(type)}"`)
  }
  for (const path of [options['pages']].flat()) {
    if (/^\/[\w/-]*$/.test(String(path))) continue
    problems.push(`pages are paths such as /write, not "${String(path)}"`)
  }
  return problems
}

/** The options with what they need not say. */
export function toOptions(raw: Raw): FilesOptions {
  const options = { ...defaults, ...raw } as typeof defaults
  return {
    maxBytes: options['max-bytes'],
    personBytes: options['person-bytes'],
    personFiles: options['person-files'],
    personDocuments: options['person-documents'],
    tenantBytes: options['tenant-bytes'],
    tenantFiles: options['tenant-files'],
    types: [options.types].flat(),
    temporaryDays: options['temporary-days'],
    pages: [options.pages].flat(),
  }
}
