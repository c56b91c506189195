/**
 * A map as PDF: one page as large as the map, its text to be searched and copied.
 *
 * @module
 */
import Pdf from 'pdfkit'
import font from 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf'
import { fontSize, lineHeight, padding, toLayout } from './layout.ts'
import { fillOf, hasParent, ink, line, toCurve } from './look.ts'
import type { Idea } from './tree.ts'

/** The most that readers show, in points. */
const longestSide = 14_400

export async function toPdf(tree: Idea): Promise<Uint8Array> {
  const { width, height, boxes } = toLayout(tree)
  const scale = Math.min(0.75, longestSide / width, longestSide / height)
  const file = new Pdf({
    size: [width * scale, height * scale],
    margin: 0,
    font: font as unknown as string,
    // The same map gives the same bytes.
    info: { Title: tree.title, CreationDate: new Date(0), ModDate: new Date(0) },
  })
  const chunks: Buffer[] = []
  file.on('data', (chunk: Buffer) => chunks.push(chunk))
  const done = new Promise<void>((resolve, reject) => file.on('end', resolve).on('error', reject))

  file.scale(scale).lineWidth(1.5)
  for (const box of boxes.filter(hasParent)) file.path(toCurve(box)).stroke(line)
  file.fontSize(fontSize)
  for (const box of boxes) {
    file.roundedRect(box.x, box.y, box.width, box.height, 7).fill(fillOf(box))
    file.fillColor(ink)
    for (const [index, text] of box.lines.entries()) {
      file.text(text, box.x + padding, box.y + padding + index * lineHeight, { lineBreak: false })
    }
  }
  file.end()
  await done
  return Buffer.concat(chunks)
}
