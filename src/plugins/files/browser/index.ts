/**
 * Files in the browser, on every page: brings `<file-upload>` where a page has one.
 *
 * @module
 */
if (document.querySelector('file-upload')) void import('./file-upload.ts')
