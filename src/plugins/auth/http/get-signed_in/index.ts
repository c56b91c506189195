import { http } from '#framework/http.ts'
import { renderProblem } from '../../pages.ts'
import { signedInPage } from '../../sign-in-pages.ts'

/** `GET /signed-in`: where the sign-in provider sends people back to. */
export const handler = http(() => signedInPage(), { renderProblem })
