/**
 * Mind maps → PDF, PNG, SVG, DOCX, HTML and a Markdown outline.
 *
 * @module
 */
import { z } from '#framework/validate.ts'
import { describe } from '../../converter.ts'

/** The formats, with the type that each one has. */
export const formats = {
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html',
  markdown: 'text/markdown',
} as const

export const mindMap = describe({
  name: 'mind-map',
  version: 1,
  from: ['application/json', 'application/vnd.mindmup'],
  to: Object.values(formats),
  options: z.strictObject({
    format: z._default(z.enum(['pdf', 'png', 'svg', 'docx', 'html', 'markdown']), 'pdf'),
  }),
  limits: {
    inputBytes: 5 * 1024 * 1024,
    outputBytes: 20 * 1024 * 1024,
    milliseconds: 8000,
    megabytes: 640,
  },
})
