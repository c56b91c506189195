/**
 * Files of Office: XML in a zip.
 *
 * @module
 */
import { zipSync } from 'fflate'

const start = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

/** @param parts - XML without its first line, by path; long ones in pieces */
export function toOfficeFile(
  parts: Readonly<Record<string, string | readonly string[]>>,
): Uint8Array {
  const files = Object.entries(parts).map(([path, xml]) => [
    path,
    Buffer.concat([start, ...[xml].flat()].map((piece) => Buffer.from(piece))),
  ])
  // The same input gives the same bytes: the time in a zip is 1980, its beginning.
  return zipSync(Object.fromEntries(files) as Record<string, Buffer>, {
    level: 6,
    mtime: new Date(1980, 0, 1),
  })
}

/** Text for XML; what XML cannot hold is left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '')
    .replace(/[&<>"]/g, (sign) => signs[sign]!)
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** `[Content_Types].xml`: the type of each part by its path. */
export function toContentTypes(types: Readonly<Record<string, string>>): string {
  const overrides = Object.entries(types).map(
    ([path, type]) =>
      `<Override PartName="/${path}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/>`,
  )
  return (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`
  )
}

/** A `.rels` part: what is related, by kind and place; the ids are `r1`, `r2`, … */
export function toRelations(
  relations: readonly (readonly [kind: string, target: string])[],
): string {
  const items = relations.map(
    ([kind, target], index) =>
      `<Relationship Id="r${index + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`
}
