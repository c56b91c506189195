/**
 * Additions to the pages of `docs/` that name every code and every table.
 *
 * @module
 */

/** A section for a table of the app's own, before that of the kernel and the services. */
export function addTableSection(
  text: string,
  { name, keys }: { name: string; keys: string[] },
): string {
  const key = keys.map((it) => `\`${it}\``).join(', ')
  const section = [
    `## ${name} · \`src/shared/${name}.ts\``,
    '',
    `Key ${key}.`,
    '',
    '| question | asked by | how |',
    '| --- | --- | --- |',
    `| one item | to be written | get ${key} |`,
    '',
    '',
  ].join('\n')
  const services = text.indexOf('## Of the kernel and the services')
  if (services < 0) return `${text.trimEnd()}\n\n${section.trimEnd()}\n`
  return text.slice(0, services) + section + text.slice(services)
}

/** A row for a service's table in the last table of the page. */
export function addTableRow(text: string, { table, service }: { table: string; service: string }) {
  if (!text.includes('## Of the kernel and the services')) return text
  const link = `[its README](../src/plugins/${service}/README.md)`
  return `${text.trimEnd()}\n| \`${table}\` | \`id\` | see ${link} |\n`
}

/** A row for a service, below those of the others in README.md. */
export function addServiceRow(text: string, { service }: { service: string }): string {
  const lines = text.split('\n')
  const last = lines.findLastIndex((line) => /^\| \[[^\]]+\]\(src\/plugins\//.test(line))
  if (last < 0) return text
  const row = `| [${service}](src/plugins/${service}/README.md) | to be told here | |`
  return lines.toSpliced(last + 1, 0, row).join('\n')
}

/** A service's codes, under a heading of its own at the end of the page. */
export function addErrors(
  text: string,
  {
    heading,
    rows,
  }: { heading: string; rows: [code: string, status: number, title: string, todo: string][] },
): string {
  const lines = rows.map((row) => `| ${row.join(' | ')} |`)
  const section = [
    `## ${heading}`,
    '',
    '| code | status | title | what to do |',
    '| --- | --- | --- | --- |',
    ...lines,
  ]
  return `${text.trimEnd()}\n\n${section.join('\n')}\n`
}
