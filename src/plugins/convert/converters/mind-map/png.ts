/**
 * A map as PNG: its SVG, drawn by resvg with a font of ours, since a function has none.
 *
 * @module
 */
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import wasm from '@resvg/resvg-wasm/index_bg.wasm'
import font from 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf'
import { toSvg } from './svg.ts'
import type { Idea } from './tree.ts'

/** A larger map is drawn smaller. */
const most = { side: 16_000, pixels: 24_000_000 }

let ready: Promise<void> | undefined

export async function toPng(tree: Idea): Promise<Uint8Array> {
  await (ready ??= initWasm(wasm as BufferSource))
  const svg = toSvg(tree)
  const [width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.slice(1).map(Number) as [
    number,
    number,
  ]
  const scale = Math.min(
    2,
    most.side / width,
    most.side / height,
    Math.sqrt(most.pixels / (width * height)),
  )
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { fontBuffers: [font], defaultFontFamily: 'DejaVu Sans' },
  })
  const image = drawing.render()
  const png = image.asPng()
  image.free()
  drawing.free()
  return png
}
