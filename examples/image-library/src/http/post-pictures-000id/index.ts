import { http, redirect } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { forgetConversions } from '#services/convert'
import { deleteFile } from '#services/files'
import { forgetTags, saveTags } from '../../shared/assets.ts'

/** `POST /pictures/:id`: the tags that somebody has typed; or the picture goes, with all its renditions. */
export const handler = http(async (request, { id }) => {
  const user = await requireUser(request)
  const { tags = '', intent } = await request.form()
  if (intent === 'remove') {
    await deleteFile(id!, user)
    await Promise.all([forgetConversions(id!), forgetTags(id!)])
  } else await saveTags(id!, user, tags)
  return redirect('/')
})
