/**
 * How long browsers keep static files: said by a function at the edge.
 *
 * Architect gives ten years to every file, hashed or not, and a policy for headers would say the same
 * with an error: a file that is missing for a second would be missing for a year. CloudFront asks this
 * kind of function for answers below 400 alone.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html
 * @module
 */
import type { Resource } from '../cloudformation.ts'
import { hashedFiles } from './paths.ts'

export function toLifetime(): Resource {
  return {
    Type: 'AWS::CloudFront::Function',
    Properties: {
      Name: { 'Fn::Sub': '${AWS::StackName}-files' },
      AutoPublish: true,
      FunctionConfig: { Comment: 'How long static files are kept', Runtime: 'cloudfront-js-2.0' },
      FunctionCode: code,
    },
  }
}

const hashed = 'public, max-age=31536000, immutable'
const other = 'public, max-age=300'

// In CloudFront's own JavaScript.
const code = `function handler(event) {
  const isHashed = event.request.uri.startsWith('${hashedFiles.replace('*', '')}')
  event.response.headers['cache-control'] = { value: isHashed ? '${hashed}' : '${other}' }
  return event.response
}
`
