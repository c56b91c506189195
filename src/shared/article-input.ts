/**
 * What a writer sends, checked.
 *
 * @module
 */
import { z, type Infer } from '#framework/validate.ts'

const text = (least: number, most: number) =>
  z.string().check(z.trim(), z.minLength(least), z.maxLength(most))

/** The fields of an article that a writer fills in. */
export const articleInput = z.object({
  /** Which article; left out, a new one is made. */
  slug: z.optional(z.string()),
  /** The version that the writer has read; needed with a slug. */
  version: z.optional(z.int()),
  title: text(3, 120),
  summary: text(10, 300),
  body: text(1, 100_000),
  tags: z.array(text(1, 30)).check(z.maxLength(5)),
  /** Who may read the whole of it. Left out: as it was; of a new article, everybody. */
  access: z.optional(z.enum(['everybody', 'members'])),
  /** The address of its picture: a path on this site, or one that begins with https. Empty: none. */
  cover: z.optional(
    z
      .string()
      .check(
        z.trim(),
        z.maxLength(500),
        z.regex(
          /^$|^\/(?![/\\])[^\s"\\]*$|^https:\/\/[a-z0-9.-]+(:\d+)?(\/[^\s"\\]*)?$/i,
          'Must begin with https:// or /',
        ),
      ),
  ),
})

export type ArticleInput = Infer<typeof articleInput>

/** A body to be looked at before it is saved; it may still be empty. */
export const previewInput = z.object({ body: z.string().check(z.maxLength(100_000)) })
