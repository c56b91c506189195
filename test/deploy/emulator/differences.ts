/**
 * Where MiniStack does not take or answer a command as AWS does. docs/testing-deploy.md lists these,
 * and those that are bridged elsewhere.
 *
 * @module
 */
import { mendTemplate } from './template.ts'

/** What is asked, as text. */
export interface Asked {
  path: string
  body: string
}

export interface Answer {
  status: number
  body: Buffer
}

/** Whether a template is put there, or read. */
export function isTemplate(path: string): boolean {
  return /-template\.json(\?|$)/.test(path)
}

/** The differences of the MiniStack that answers on `port`. */
export function createDifferences(port: number) {
  /** Templates as they were sent, by their place in the bucket; and the one that was last deployed. */
  const sent = new Map<string, string>()
  let deployed = ''

  return {
    /** The request as MiniStack takes it. */
    mendRequest({ path, body }: Asked): Asked {
      if (isTemplate(path) && body) {
        sent.set(toKey(path), body)
        return { path, body: mendTemplate(body, port) }
      }
      const url = new URLSearchParams(body || path.split('?')[1]).get('TemplateURL')
      if (url) deployed = sent.get(toKey(url)) ?? deployed
      return { path: toPathStyle(path), body: toPathStyle(body) }
    },

    /** The answer as AWS has it. */
    mendAnswer({ path, body }: Asked, answer: Answer): Answer {
      const action = new URLSearchParams(body || path.split('?')[1])
      switch (action.get('Action')) {
        case 'DescribeStackResources':
          return answer.status === 400 ? toKnownError(answer) : answer
        case 'GetTemplate':
          return answer.status === 200 && action.get('TemplateStage') !== 'Processed'
            ? withTemplate(answer, deployed)
            : answer
        default:
          return answer
      }
    },
  }
}

function toKey(address: string): string {
  return address.split('?')[0]!.split('/').pop()!
}

// The template's address has the bucket in its host name, where MiniStack does not look for it.
function toPathStyle(text: string): string {
  return text.replace(
    /(TemplateURL=https%3A%2F%2F)([\w-]+)\.(s3\.[\w-]+\.amazonaws\.com%2F)/,
    '$1$3$2%2F',
  )
}

function toKnownError(answer: Answer): Answer {
  const text = answer.body.toString()
  // Architect looks for resources of its earlier days, and AWS lists none.
  if (/Resource \[\w+\] does not exist in stack/.test(text)) {
    return { status: 200, body: Buffer.from(noResources) }
  }
  // Architect tells a first deployment by these very words.
  const known = text.replace(/Stack \[(\w+)\] does not exist/, 'Stack with id $1 does not exist')
  return { ...answer, body: Buffer.from(known) }
}

const noResources = `<DescribeStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
  <DescribeStackResourcesResult><StackResources/></DescribeStackResourcesResult>
</DescribeStackResourcesResponse>`

// What was mended on its way there is nobody's business but MiniStack's.
function withTemplate(answer: Answer, template: string): Answer {
  const escaped = template.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const text = answer.body.toString()
  const [from, to] = [text.indexOf('<TemplateBody>'), text.indexOf('</TemplateBody>')]
  if (from < 0 || to < 0) return answer
  const body = `${text.slice(0, from)}<TemplateBody>${escaped}${text.slice(to)}`
  return { ...answer, body: Buffer.from(body) }
}
