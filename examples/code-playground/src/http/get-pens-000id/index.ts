import { http } from '#framework/http.ts'
import { showPen } from '../../shared/page.ts'
import { errors, findPen } from '../../shared/pens.ts'

/** `GET /pens/:id`: a pen that somebody shared. */
export const handler = http(async (_request, { id }) => {
  const pen = await findPen(id!)
  if (!pen) throw errors.PEN_NOT_FOUND()
  return showPen(pen)
})
