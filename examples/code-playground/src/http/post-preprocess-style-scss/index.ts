import scss from '#services/convert/converters/scss'
import { sourceRoute } from '#services/convert/sources'

/** `POST /preprocess/style/scss`: SCSS to CSS. */
export const handler = sourceRoute(scss)
