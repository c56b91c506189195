/**
 * What can be said of an image without guessing: its shape, its colour, when and with what it was taken.
 *
 * @module
 */
import sharp, { type Metadata } from 'sharp'
import { readExif } from './exif.ts'

/** What is asked for with the option `facts`. */
export interface ImageFacts extends Readonly<Record<string, string | number>> {
  /** Of the image as it is seen, in pixels. */
  width: number
  height: number
  orientation: 'landscape' | 'portrait' | 'square'
  /** The colour that most of it has: `#2a6f97`, and in a word. */
  dominant: string
  colour: string
}

/**
 * @param rendition - of which the colour is taken: it is small
 * @returns with `takenAt` (no time zone: cameras know none) and `camera`, where the camera has told
 */
export async function toFacts(
  { autoOrient: { width, height }, exif }: Pick<Metadata, 'autoOrient' | 'exif'>,
  rendition: Uint8Array,
): Promise<ImageFacts> {
  const { dominant } = await sharp(rendition).stats()
  const { r, g, b } = dominant
  const hex = [r, g, b].map((it) => it.toString(16).padStart(2, '0')).join('')
  const shape = width > height ? 'landscape' : width < height ? 'portrait' : 'square'
  return {
    width,
    height,
    orientation: shape,
    dominant: `#${hex}`,
    colour: toColour(r, g, b),
    ...(exif && readExif(exif)),
  }
}

/** In degrees, where the next name begins. */
const hues: readonly (readonly [number, string])[] = [
  [15, 'red'],
  [42, 'orange'],
  [68, 'yellow'],
  [165, 'green'],
  [200, 'turquoise'],
  [255, 'blue'],
  [290, 'purple'],
  [345, 'pink'],
  [360, 'red'],
]

function toColour(red: number, green: number, blue: number): string {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)]
  const range = most - least
  if (most < 45) return 'black'
  // Too little of a colour to be called one.
  if (range < 28) return most > 215 ? 'white' : 'grey'
  const turn =
    most === red
      ? (green - blue) / range
      : most === green
        ? 2 + (blue - red) / range
        : 4 + (red - green) / range
  const hue = (turn * 60 + 360) % 360
  const name = hues.find(([end]) => hue < end)![1]
  return name === 'orange' && most < 150 ? 'brown' : name
}
