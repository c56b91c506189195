/**
 * The program of watermarks: a line of text becomes a picture, white with a dark edge, which can be
 * read on any ground. A function has no fonts, so the font is ours.
 *
 * @module
 */
import { serve } from '../../program/serve.ts'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import wasm from '@resvg/resvg-wasm/index_bg.wasm'
import font from 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf'
import { escapeXml } from '../../program/office.ts'

/** Larger than it will be: it is made smaller to fit. */
const fontSize = 96

const ready = initWasm(wasm as BufferSource)

serve(async (input) => {
  await ready
  const drawing = new Resvg(toSvg(input.toString()), {
    font: { fontBuffers: [font], defaultFontFamily: 'DejaVu Sans' },
  })
  const box = drawing.getBBox()
  // What cannot be seen, such as spaces alone, has no box.
  if (box) drawing.cropByBBox(box)
  const body = drawing.render().asPng()
  drawing.free()
  return { type: 'image/png', body }
})

// A letter is no wider than twice the size of its font.
function toSvg(text: string): string {
  const [width, height] = [(text.length + 1) * fontSize * 2, fontSize * 3]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text x="${fontSize}" y="${fontSize * 2}" font-family="DejaVu Sans" font-size="${fontSize}" fill="#fff" stroke="#000" stroke-width="8" stroke-linejoin="round" paint-order="stroke">${escapeXml(text)}</text></svg>`
}
