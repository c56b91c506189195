import image from '../../converters/image/index.ts'
import { convertOverHttp } from '../../route.ts'

/** `POST /convert/image`: see the README of the service. */
export const handler = convertOverHttp(image)
