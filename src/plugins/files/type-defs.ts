/**
 * What files add to the schema.
 *
 * @module
 */

export const typeDefs = /* GraphQL */ `
  extend type Query {
    "A file; null where there is none that the caller may have."
    file(id: ID!): File

    "The caller's files, newest first; of somebody else (\`owner\`), the public ones."
    files(owner: ID, first: Int = 20, after: String): FileConnection!

    "How an upload of the caller's stands. Fails with \`UPLOAD_NOT_FOUND\`."
    upload(id: ID!): Upload! @auth
  }

  extend type Mutation {
    """
    Makes ready for one file. Send it to where the answer says; then \`upload\` tells when it is there.
    Fails with \`FILE_TOO_LARGE\`, \`FILE_TYPE_NOT_ALLOWED\` and \`FILES_QUOTA_EXCEEDED\`.
    """
    requestUpload(input: UploadInput!): UploadTicket! @auth

    """
    Addresses for parts of an upload, 100 at most; those that are there already are left out. Fails with
    \`UPLOAD_NOT_FOUND\`, \`UPLOAD_ENDED\` and \`UPLOAD_NOT_IN_PARTS\`.
    """
    signUploadParts(id: ID!, numbers: [Int!]!): UploadPartAddresses! @auth

    "Puts the parts together. Fails as \`signUploadParts\`, and with \`UPLOAD_INCOMPLETE\`."
    completeUpload(id: ID!): Upload! @auth

    "Fails with \`FILE_NOT_FOUND\`."
    setFileVisibility(id: ID!, visibility: FileVisibility!): File! @auth

    "Deletes a file. Fails with \`FILE_NOT_FOUND\`."
    deleteFile(id: ID!): ID! @auth
  }

  input UploadInput {
    name: String!
    "Such as image/png."
    type: String!
    "In bytes, exactly."
    size: Float!
    visibility: FileVisibility = PRIVATE
    "Deleted by itself, soon."
    temporary: Boolean = false
  }

  enum FileVisibility {
    PRIVATE
    "For whoever knows the address."
    UNLISTED
    "For everybody, and in lists."
    PUBLIC
  }

  type UploadTicket {
    "Of the upload, and of the file that it becomes."
    id: ID!
    endsAt: DateTime!
    "Where the whole file goes, as the last field, \`file\`."
    form: UploadForm
    "Or: in which parts it goes."
    parts: UploadParts
  }

  type UploadForm {
    url: String!
    fields: [UploadField!]!
  }

  type UploadField {
    name: String!
    value: String!
  }

  type UploadParts {
    count: Int!
    "Of each part but the last."
    bytes: Int!
  }

  type UploadPartAddresses {
    "Parts that are there."
    done: [Int!]!
    parts: [UploadPart!]!
  }

  type UploadPart {
    number: Int!
    "Where to PUT it."
    url: String!
    bytes: Int!
  }

  type Upload {
    id: ID!
    state: UploadState!
    problem: UploadProblem
    file: File
  }

  enum UploadState {
    WAITING
    STORED
    REFUSED
  }

  type UploadProblem {
    code: String!
    detail: String!
  }

  type File {
    id: ID!
    name: String!
    type: String!
    "In bytes."
    size: Float!
    visibility: FileVisibility!
    createdAt: DateTime!
    "Of a temporary file: it goes then."
    keptUntil: DateTime
    "Leads to the bytes, whoever may have them."
    url: String!
  }

  type FileConnection {
    edges: [FileEdge!]!
    pageInfo: PageInfo!
  }

  type FileEdge {
    node: File!
    cursor: String!
  }
`
