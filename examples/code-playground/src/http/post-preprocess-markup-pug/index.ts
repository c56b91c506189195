import pug from '#services/convert/converters/pug'
import { sourceRoute } from '#services/convert/sources'

/** `POST /preprocess/markup/pug`: Pug to HTML. */
export const handler = sourceRoute(pug)
