import markdown from '#services/convert/converters/markdown'
import { sourceRoute } from '#services/convert/sources'

/** `POST /preprocess/markup/markdown`: Markdown to HTML. */
export const handler = sourceRoute(markdown)
