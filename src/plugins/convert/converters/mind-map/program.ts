/**
 * The program of the converter.
 *
 * @module
 */
import { serve } from '../../program/serve.ts'
import { toText } from '../../program/text.ts'
import { formats } from './definition.ts'
import { toDocx } from './docx.ts'
import { toOutline, toPage } from './outline.ts'
import { toPdf } from './pdf.ts'
import { toPng } from './png.ts'
import { toSvg } from './svg.ts'
import { readTree } from './tree.ts'

serve(async (input, { format }: { format: keyof typeof formats }) => {
  const tree = readTree(input)
  const type = formats[format]
  if (format === 'pdf') return { type, body: await toPdf(tree) }
  if (format === 'png') return { type, body: await toPng(tree) }
  if (format === 'docx') return { type, body: toDocx(tree) }
  if (format === 'svg') return toText(type, toSvg(tree))
  return toText(type, format === 'html' ? toPage(tree) : toOutline(tree))
})
