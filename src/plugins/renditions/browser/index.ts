/**
 * Renditions in the browser: brings `<rendition-profile>` where a page has one.
 *
 * @module
 */
if (document.querySelector('rendition-profile')) void import('./rendition-profile.ts')
