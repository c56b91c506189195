import typescript from '#services/convert/converters/typescript'
import { sourceRoute } from '#services/convert/sources'

/** `POST /preprocess/script/tsx`: TypeScript with JSX to JavaScript. */
export const handler = sourceRoute(typescript, { options: { jsx: 'classic' } })
