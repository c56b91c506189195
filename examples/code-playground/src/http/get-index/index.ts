import { http } from '#framework/http.ts'
import firstPen from '../../shared/first-pen.json' with { type: 'json' }
import { showPen } from '../../shared/page.ts'

/** `GET /`: a pen to play with. */
export const handler = http(() => showPen(firstPen))
