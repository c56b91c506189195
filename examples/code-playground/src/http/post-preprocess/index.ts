import { sourceRouter } from '#services/convert/languages'

/** `POST /preprocess {lang, source, options}`: the door in front of all languages. */
export const handler = sourceRouter('/preprocess')
