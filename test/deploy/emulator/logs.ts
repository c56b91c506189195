/**
 * What the deployed functions logged.
 *
 * @module
 */
import type { Aws } from './aws.ts'

interface Group {
  logGroupName: string
}

interface Line {
  message: string
}

/** The lines of all functions that match, each once, with the group that it is from. */
export async function findLines(aws: Aws, pattern: RegExp): Promise<string[]> {
  const { logGroups } = await aws.json<{ logGroups: Group[] }>(
    'logs',
    'Logs_20140328.DescribeLogGroups',
    {
      logGroupNamePrefix: '/aws/lambda/',
    },
  )
  const lines = await Promise.all(
    logGroups.map(async ({ logGroupName }) => {
      const { events } = await aws.json<{ events: Line[] }>(
        'logs',
        'Logs_20140328.FilterLogEvents',
        { logGroupName },
      )
      const found = events.filter(({ message }) => pattern.test(message))
      return found.map(({ message }) => `${logGroupName}: ${message.trim()}`)
    }),
  )
  return [...new Set(lines.flat())]
}
