import { previewRoute } from '#services/convert/preview'

/** `GET /preview`: where a pen runs, without an origin, cookies and network. */
export const handler = previewRoute()
