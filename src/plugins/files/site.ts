/**
 * Files on the site: the way to choose a cover, and where pages may send files to and show them from.
 *
 * @module
 */
import { bucketOrigin } from '#framework/bucket-origin.ts'
import { html } from '#framework/html.ts'
import { defineSite } from '#framework/site.ts'
import { settings } from './settings.ts'

export default defineSite({
  scripts: ['files.js'],

  csp: ({ path }) => ({
    'img-src': [bucketOrigin('files-store')],
    'media-src': [bucketOrigin('files-store')],
    // Nowhere else have scripts anything to send.
    ...(settings.pages.some((it) => path === it || path.startsWith(`${it}/`)) && {
      'connect-src': [bucketOrigin('files-incoming')],
    }),
  }),

  slots: {
    'editor-cover': () =>
      html`<file-upload
        for="field-cover"
        label="Choose a picture"
        accept="image/png,image/jpeg,image/gif,image/webp,image/avif"
        max-bytes="${Math.min(settings.maxBytes, 20_000_000)}"
        visibility="unlisted"
      ></file-upload>`,
  },
})
