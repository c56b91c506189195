/**
 * The door for pages: sources that are converted as they are typed, and the preview of what comes of them.
 *
 * @module
 */
export { startPreview, toDocument, type Preview } from './preview.ts'
export { ask, startSource, type Answer, type Source } from './source.ts'
