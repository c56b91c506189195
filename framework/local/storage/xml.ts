/**
 * XML as S3 writes it, and the two small documents that it reads.
 *
 * @module
 */
import { refuse } from './errors.ts'

/** A value of an element: text, elements within, or several elements of the same name. */
export type XmlValue = string | number | boolean | undefined | XmlElements | readonly XmlValue[]
export interface XmlElements {
  [name: string]: XmlValue
}

/** Of all answers but errors. */
export const s3Namespace = 'http://s3.amazonaws.com/doc/2006-03-01/'

/** A whole document; what is undefined is left out. */
export function toXml(root: string, content: XmlElements, namespace?: string): string {
  const attribute = namespace ? ` xmlns="${namespace}"` : ''
  const inner = toElements(content)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inner}</${root}>`
}

/** An element that was read; text is in `text`, and the elements within by their names. */
export interface XmlNode {
  name: string
  text: string
  children: XmlNode[]
}

/**
 * Reads a document. Attributes, comments and namespaces are passed over, and there are no
 * entities but XML's five and those by number.
 *
 * @throws MalformedXML
 */
export function parseXml(text: string): XmlNode {
  const root: XmlNode = { name: '', text: '', children: [] }
  const open = [root]
  const tokens = text.matchAll(
    /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([^\s<>/]+)([^<>]*?)(\/?)>|[^<]+|</g,
  )

  for (const [token, closing, name, , selfClosing] of tokens) {
    const current = open.at(-1)!
    if (token.startsWith('<!--') || token.startsWith('<?')) continue
    if (!name) {
      if (token === '<') throw refuse('MalformedXML')
      current.text += toText(token)
    } else if (closing) {
      if (current.name !== name || open.length === 1) throw refuse('MalformedXML')
      open.pop()
    } else {
      const node: XmlNode = { name, text: '', children: [] }
      current.children.push(node)
      if (!selfClosing) open.push(node)
    }
  }
  if (open.length !== 1 || root.children.length !== 1 || root.text.trim())
    throw refuse('MalformedXML')
  return root.children[0]!
}

/** The text of an element within, if there is one. */
export function textOf(node: XmlNode, name: string): string | undefined {
  return node.children.find((it) => it.name === name)?.text
}

function toElements(content: XmlElements): string {
  return Object.entries(content)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((it) => [name, it] as const),
    )
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${toContent(value)}</${name}>`)
    .join('')
}

function toContent(value: XmlValue): string {
  return typeof value === 'object' ? toElements(value as XmlElements) : escape(String(value))
}

function escape(text: string): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
  // A key may have them; as plain characters no parser would take them.
  return escaped.replace(/[^\P{Cc}\n]/gu, (it) => `&#x${it.charCodeAt(0).toString(16)};`)
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function toText(escaped: string): string {
  return escaped.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));|&/g, (_, hex, decimal, name) => {
    if (hex || decimal) return toCharacter(hex ? Number.parseInt(hex, 16) : Number(decimal))
    const known = name && entities[name]
    if (!known) throw refuse('MalformedXML')
    return known
  })
}

function toCharacter(code: number): string {
  if (code > 0x10ffff) throw refuse('MalformedXML')
  return String.fromCodePoint(code)
}
