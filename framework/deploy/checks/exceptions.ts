/**
 * What checkers of templates find and we leave as it is, each with the reason.
 *
 * @module
 */

/** One kind of finding, by the id that cfn-lint and `@aws/cloudformation-validate` share. */
export interface Exception {
  id: string
  /** Only for these types of resources; default: all. */
  types?: readonly string[]
  because: string
}

export const exceptions: readonly Exception[] = [
  {
    id: 'I9001',
    because: 'no mistake, but a note which properties replace a resource: the guard knows them',
  },
  {
    id: 'I9040',
    because:
      'tags are for who deploys: npm run deploy -- --tags puts them on the stack, which hands them on',
  },
  {
    id: 'I3042',
    because:
      'Architect writes arn:aws into the addresses of the API’s integrations: our templates are for AWS’s public regions',
  },
]

/** Whether this finding is one of them. */
export function isException({ id, type }: { id: string; type?: string | undefined }): boolean {
  return exceptions.some(
    (it) => it.id === id && (!it.types || (type !== undefined && it.types.includes(type))),
  )
}
