/**
 * What each option under `@deploy` takes.
 *
 * @module
 */
import type { DeployOptions } from '../options.ts'

interface Rule {
  /** In words, behind the option's name and "is". */
  takes: string
  /** As it is written in `app.arc`. */
  example: string
  accepts: (value: unknown) => boolean
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
]

const email = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/
const host = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/
const certificate = /^arn:aws(-[a-z]+)*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/

export const rules: Readonly<Record<keyof DeployOptions, Rule>> = {
  domain: {
    takes: 'a host name in lower case, without https:// and path',
    example: 'www.example.com',
    accepts: (value) => typeof value === 'string' && host.test(value),
  },
  certificate: {
    takes:
      'the ARN of a certificate of AWS Certificate Manager in us-east-1, where CloudFront looks',
    example: 'arn:aws:acm:us-east-1:123456789012:certificate/12ab',
    accepts: (value) => typeof value === 'string' && certificate.test(value),
  },
  priceClass: {
    takes: '100, 200 or all',
    example: '100',
    accepts: (value) => value === 100 || value === 200 || value === 'all',
  },
  alarms: {
    takes: 'an e-mail address in quotes, or an https address',
    example: '"ops@example.com"',
    accepts: (value) => typeof value === 'string' && (email.test(value) || isHttps(value)),
  },
  budget: {
    takes: 'a number of dollars a month, above 0',
    example: '50',
    accepts: (value) => typeof value === 'number' && value > 0,
  },
  logs: {
    takes: `a number of days that CloudWatch knows: ${retentions.join(', ')}`,
    example: '30',
    accepts: (value) => retentions.includes(value as number),
  },
  tracing: {
    takes: 'true or false',
    example: 'true',
    accepts: (value) => typeof value === 'boolean',
  },
}

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:'
}
