/**
 * The program of the converter: markdown-it.
 *
 * @module
 */
import { serve } from '../../program/serve.ts'
import MarkdownIt from 'markdown-it'
import { toText } from '../../program/text.ts'

serve((input, { breaks }: { breaks: boolean }) => {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: true, breaks })
  return toText('text/html', markdown.render(input.toString()))
})
