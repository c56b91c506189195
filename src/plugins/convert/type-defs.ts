/**
 * What convert adds to the schema.
 *
 * @module
 */

export const typeDefs = /* GraphQL */ `
  extend type Query {
    "A conversion that the caller has asked for. Fails with \`CONVERSION_NOT_FOUND\`."
    conversion(id: ID!): Conversion! @auth

    "What the caller has asked for in the last six days, newest first."
    conversions(first: Int = 20, after: String): ConversionConnection! @auth
  }

  extend type Mutation {
    """
    Begins a conversion: send the content with the form, and it goes on by itself. Fails with
    \`CONVERTER_NOT_FOUND\`, \`CONVERT_TYPE_REFUSED\`, and \`INVALID_INPUT\` for the options.
    """
    requestConversion(input: ConversionInput!): ConversionTicket! @auth
  }

  input ConversionInput {
    "Such as image, or mind-map."
    converter: String!
    "Content type of what will be sent."
    type: String!
    "By name: width 400, format pdf."
    options: [ConversionOption!]
  }

  input ConversionOption {
    name: String!
    value: String!
  }

  type ConversionTicket {
    id: ID!
    "Good for 15 minutes."
    upload: ConversionForm!
  }

  "The content goes last, as \`file\`."
  type ConversionForm {
    url: String!
    fields: [ConversionField!]!
  }

  type ConversionField {
    name: String!
    value: String!
  }

  type Conversion {
    id: ID!
    converter: String!
    status: ConversionStatus!
    "0 to 100."
    progress: Int!
    createdAt: DateTime!
    "Once it is done."
    result: ConversionResult
    "Once it has failed."
    error: ConversionError
  }

  enum ConversionStatus {
    "The content has not come."
    EXPECTED
    WAITING
    WORKING
    DONE
    FAILED
  }

  type ConversionResult {
    "Signed, and good for five minutes."
    url: String!
    type: String!
    "In bytes."
    size: Int!
  }

  type ConversionError {
    code: String!
    detail: String!
    "Where in the content, if that is known."
    places: [ConversionPlace!]!
  }

  type ConversionPlace {
    "Such as line 3, column 7."
    place: String!
    message: String!
  }

  type ConversionConnection {
    edges: [ConversionEdge!]!
    pageInfo: PageInfo!
  }

  type ConversionEdge {
    node: Conversion!
    cursor: String!
  }
`
