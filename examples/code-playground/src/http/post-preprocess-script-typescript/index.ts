import typescript from '#services/convert/converters/typescript'
import { sourceRoute } from '#services/convert/sources'

/** `POST /preprocess/script/typescript`: TypeScript to JavaScript. */
export const handler = sourceRoute(typescript)
