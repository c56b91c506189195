/**
 * What `npm run new` is going to write.
 *
 * @module
 */

export interface Plan {
  /** New files by their path; none may be there yet. */
  files: Record<string, string>
  /** Lines of `app.arc`. */
  manifest: { pragma: string; lines: string[] }
  /** Additions to pages of `docs/` that tests hold to the code. */
  docs: { file: string; add: (text: string) => string }[]
  /** For the developer: what to do now. */
  next: string
}
