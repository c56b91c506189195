import { http, redirect } from '#framework/http.ts'
import { findVisitor } from '#framework/identity.ts'
import { signDownload } from '../../downloads.ts'
import { errors } from '../../errors.ts'
import { findFile } from '../../files.ts'

/** `GET /files/:fileId`: on to the bytes; with `?download`, to be saved. */
export const handler = http(async (request, { fileId }) => {
  const file = await findFile(fileId!, await findVisitor(request))
  // Another person's answers like a missing one, so that ids cannot be probed.
  if (!file) throw errors.FILE_NOT_FOUND()

  const place = signDownload(file, { asAttachment: request.query.has('download') })
  const cacheControl = file.visibility === 'private' ? 'private, no-store' : 'public, max-age=60'
  return redirect(place, { status: 302, headers: { 'cache-control': cacheControl } })
})
