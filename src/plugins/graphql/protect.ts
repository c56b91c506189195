/**
 * `@auth`: fields for those who are signed in, or who have a permission.
 *
 * Who that is, is for the plugged-in identity to say. Where there is none, these fields are closed.
 *
 * @module
 */
import {
  defaultFieldResolver,
  getDirectiveValues,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import type { GraphqlContext } from '#framework/graphql.ts'
import { requireUser, type UserOptions } from '#framework/identity.ts'

/** The directive, for the base of the schema. */
export const authDirective = /* GraphQL */ `
  """
  Only for those who are signed in, and with \`permission\` for those who have it. On a type it
  stands for each of its fields. Otherwise fails with \`SIGN_IN_REQUIRED\` or \`PERMISSION_MISSING\`.
  """
  directive @auth(permission: String) on FIELD_DEFINITION | OBJECT
`

/** Closes what is marked with `@auth`. The last step, so that no transform opens it again. */
export function protect(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue
    const ofType = listMarks(schema, type)
    for (const field of Object.values(type.getFields())) {
      const marks = [...ofType, ...listMarks(schema, field)]
      if (marks.length > 0) guard(field, marks)
    }
  }
  return schema
}

type Field = GraphQLField<unknown, GraphqlContext>

function guard(field: Field, marks: readonly UserOptions[]): void {
  const { resolve = defaultFieldResolver } = field

  field.resolve = async (source, args, context, info) => {
    for (const mark of marks) await requireUser(context.request, mark)
    return resolve(source, args, context, info)
  }
}

// A type can be marked where it is extended, too.
function listMarks(schema: GraphQLSchema, marked: GraphQLObjectType | Field): UserOptions[] {
  const directive = schema.getDirective('auth')!
  const extensions = 'extensionASTNodes' in marked ? marked.extensionASTNodes : []

  return [marked.astNode, ...extensions].flatMap((node) => {
    const values = node && getDirectiveValues(directive, node)
    if (!values) return []
    const { permission } = values as { permission?: string | null }
    return [permission ? { permission } : {}]
  })
}
