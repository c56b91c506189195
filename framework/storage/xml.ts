/**
 * The little that is read of S3's XML.
 *
 * @module
 */

/** The text of the first element of that name. */
export function textIn(xml: string, name: string): string | undefined {
  const [first] = eachIn(xml, name)
  return first === undefined ? undefined : unescape(first)
}

/** What stands in each element of that name; these hold no others of the same name. */
export function eachIn(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map(([, it]) => it!)
}

/** As it may stand in XML. */
export function escape(text: string): string {
  return text.replace(/[&<>"]/g, (it) => `&#${it.charCodeAt(0)};`)
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescape(text: string): string {
  return text.replace(/&(?:#x([\da-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal) return String.fromCodePoint(Number(decimal))
    return entities[name] ?? whole
  })
}
