import { previewRoute } from '#services/convert'

/** `GET /preview`: where a pen runs, without an origin, cookies and network. */
export const handler = previewRoute()
