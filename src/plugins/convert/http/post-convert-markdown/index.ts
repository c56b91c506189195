import markdown from '../../converters/markdown/index.ts'
import { convertOverHttp } from '../../route.ts'

/** `POST /convert/markdown`: see the README of the service. */
export const handler = convertOverHttp(markdown)
