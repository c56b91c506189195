/**
 * What can go wrong with an upload, and how it is said.
 *
 * @module
 */

/** Why a file is not there. Switch on `code`: one of the API, of S3, `OFFLINE` or `LATE`. */
export class UploadError extends Error {
  override readonly name = 'UploadError'
  readonly code: string

  constructor(code: string, detail = '') {
    super(words[code] ?? (detail || `Something went wrong (${code}). Try again.`))
    this.code = code
  }
}

/** Whether the same can work a moment later. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof UploadError && /^(OFFLINE|HTTP_5..|SlowDown|InternalError)$/.test(error.code)
  )
}

const words: Record<string, string | undefined> = {
  OFFLINE: 'The connection was lost. Try again: what was sent is kept.',
  LATE: 'The file was sent, and is still being looked at. Look again in a few minutes.',
  SIGN_IN_REQUIRED: 'Sign in to upload files.',
  EntityTooLarge: 'The file has changed since you chose it. Choose it again.',
  EntityTooSmall: 'The file has changed since you chose it. Choose it again.',
  AccessDenied: 'This took too long. Try again.',
  UPLOAD_ENDED: 'This took too long. Try again.',
  EMPTY: 'The file is empty.',
  WRONG_TYPE: 'Files of this type are not taken here.',
  TOO_LARGE: 'The file is too large.',
}
