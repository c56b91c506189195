/**
 * A map as a document for Word: headings for the first levels, lists below them.
 *
 * @module
 */
import { escapeXml, toContentTypes, toOfficeFile, toRelations } from '../../program/office.ts'
import type { Idea } from './tree.ts'

const main = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const headings = ['Title', 'Heading1', 'Heading2']
/** Word knows nine levels of a list. */
const listLevels = 9

export function toDocx(tree: Idea): Uint8Array {
  return toOfficeFile({
    '[Content_Types].xml': toContentTypes({
      'word/document.xml': 'wordprocessingml.document.main',
      'word/styles.xml': 'wordprocessingml.styles',
      'word/numbering.xml': 'wordprocessingml.numbering',
    }),
    '_rels/.rels': toRelations([['officeDocument', 'word/document.xml']]),
    'word/_rels/document.xml.rels': toRelations([
      ['styles', 'styles.xml'],
      ['numbering', 'numbering.xml'],
    ]),
    'word/styles.xml': `<w:styles ${main}>${styles}</w:styles>`,
    'word/numbering.xml': `<w:numbering ${main}><w:abstractNum w:abstractNumId="0">${levels()}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
    'word/document.xml': [
      `<w:document ${main}><w:body>`,
      ...toParagraphs(tree, 0),
      '</w:body></w:document>',
    ],
  })
}

const styles = [
  ['Title', 52],
  ['Heading1', 34],
  ['Heading2', 27],
]
  .map(
    ([id, size]) =>
      `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${String(id).replace(/(\d)$/, ' $1').toLowerCase()}"/>` +
      `<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/></w:pPr><w:rPr><w:b/><w:sz w:val="${size}"/></w:rPr></w:style>`,
  )
  .join('')

function levels(): string {
  return Array.from(
    { length: listLevels },
    (_, level) =>
      `<w:lvl w:ilvl="${level}"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>` +
      `<w:pPr><w:ind w:left="${(level + 1) * 400}" w:hanging="300"/></w:pPr></w:lvl>`,
  ).join('')
}

function toParagraphs({ title, children }: Idea, level: number): string[] {
  const heading = headings[level]
  const listLevel = Math.min(level - headings.length, listLevels - 1)
  const properties = heading
    ? `<w:pStyle w:val="${heading}"/>`
    : `<w:numPr><w:ilvl w:val="${listLevel}"/><w:numId w:val="1"/></w:numPr>`
  const paragraph = `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t xml:space="preserve">${escapeXml(title)}</w:t></w:r></w:p>`
  return [paragraph, ...children.flatMap((child) => toParagraphs(child, level + 1))]
}
