/**
 * Files in the schema.
 *
 * @module
 */
import { defineModule, paginate, type PageArgs } from '#framework/graphql.ts'
import { findVisitor, requireUser } from '#framework/identity.ts'
import { findState, toAnswer, type UploadState } from './answers.ts'
import { typeDefs } from './type-defs.ts'
import { findFile, listFiles, setVisibility, type StoredFile, type Visibility } from './files.ts'

export default defineModule({
  typeDefs,

  resolvers: {
    Query: {
      file: async (_root, { id }: { id: string }, { request }) =>
        findFile(id, await findVisitor(request)),
      files: async (_root, { owner, ...page }: PageArgs & { owner?: string }, { request }) => {
        const by = owner ? await findVisitor(request) : await requireUser(request)
        return paginate(page, (it) => listFiles({ owner: owner ?? by!.id, by }, it))
      },
      upload: async (_root, { id }: { id: string }, { request }) =>
        findState(id, await requireUser(request)),
    },

    Mutation: {
      requestUpload: async (_root, { input }: { input: Input }, { request }) => {
        const { id: owner } = await requireUser(request)
        const { requestUpload } = await import('./request-upload.ts')
        const { visibility, temporary, ...rest } = input
        const more = {
          ...(visibility && { visibility: lower(visibility) }),
          ...(temporary && { temporary }),
        }
        return requestUpload({ ...rest, ...more }, { owner })
      },
      signUploadParts: async (_root, { id, numbers }: Parts, { request }) => {
        const user = await requireUser(request)
        const { signParts } = await import('./parts.ts')
        return signParts(id, numbers, user)
      },
      completeUpload: async (_root, { id }: { id: string }, { request }) => {
        const user = await requireUser(request)
        const { completeUpload } = await import('./parts.ts')
        await completeUpload(id, user)
        return findState(id, user)
      },
      setFileVisibility: async (_root, { id, visibility }: Change, { request }) =>
        setVisibility(id, lower(visibility), await requireUser(request)),
      deleteFile: async (_root, { id }: { id: string }, { request }) => {
        const user = await requireUser(request)
        const { deleteFile } = await import('./deletion.ts')
        await deleteFile(id, user)
        return id
      },
    },

    UploadForm: {
      fields: ({ fields }: { fields: Record<string, string> }) =>
        Object.entries(fields).map(([name, value]) => ({ name, value })),
    },
    Upload: {
      state: ({ state }: UploadState) => state.toUpperCase(),
    },
    File: {
      url: (file: StoredFile) => toAnswer(file).url,
      visibility: ({ visibility }: StoredFile) => visibility.toUpperCase(),
    },
  },
})

interface Input {
  name: string
  type: string
  size: number
  visibility?: Uppercase<Visibility> | null
  temporary?: boolean | null
}

interface Parts {
  id: string
  numbers: number[]
}

interface Change {
  id: string
  visibility: Uppercase<Visibility>
}

function lower(visibility: Uppercase<Visibility>): Visibility {
  return visibility.toLowerCase() as Visibility
}
