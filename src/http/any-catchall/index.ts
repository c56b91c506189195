import { kernelErrors } from '#framework/errors.ts'
import { page } from '#shared/page.ts'

/** Every address that no other route knows. */
export const handler = page(() => {
  throw kernelErrors.NOT_FOUND()
})
