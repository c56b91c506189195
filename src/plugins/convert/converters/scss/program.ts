/**
 * The program of the converter: Dart Sass, in its build for browsers.
 *
 * @module
 */
import { Refusal, serve } from '../../program/serve.ts'
import { compileString, Logger, type Exception } from 'sass'
import { toPlace, toText } from '../../program/text.ts'

interface Options {
  style: 'expanded' | 'compressed'
  syntax: 'scss' | 'sass'
}

// Sass makes some of its classes at the first use, of texts, which later is not allowed any more.
for (const source of ['a{b:1+1}', 'a{', '@use "none"']) {
  try {
    compileString(source)
  } catch {
    // It is what was wanted.
  }
}

serve((input, { style, syntax }: Options) => {
  try {
    const { css } = compileString(input.toString(), {
      style,
      syntax: syntax === 'sass' ? 'indented' : 'scss',
      logger: Logger.silent,
      alertColor: false,
    })
    return toText('text/css', css)
  } catch (error) {
    throw toRefusal(error as Partial<Exception>)
  }
})

function toRefusal({ sassMessage, span, message = '' }: Partial<Exception>): Refusal {
  if (sassMessage === undefined) return new Refusal(message)
  if (!span) return new Refusal(sassMessage)
  const path = toPlace(span.start.line + 1, span.start.column + 1)
  return new Refusal(`${sassMessage} (${path})`, { errors: [{ path, message: sassMessage }] })
}
