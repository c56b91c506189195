import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import type { TraceSummary } from '../../../framework/local/trace/types.ts'
import { projectTrace } from './project.ts'

function toTrace(id: string, start: number, took: number, parent?: string): TraceSummary {
  const fixed = { kind: 'queue', status: 'ok', lines: 0, warnings: 0, requestIds: [] } as const
  const times = { start, end: start + took }
  return {
    ...fixed,
    requestIds: [],
    id,
    name: id,
    function: 'f',
    ...times,
    ...(parent && { parent }),
  }
}

describe('a projected trace', () => {
  const six = Array.from({ length: 6 }, (_, it) => toTrace(`${it}`, it * 10, 10))

  it('takes as long as the work that falls to one worker', () => {
    const times = [1, 2, 3, 6, 20].map((workers) => projectTrace(six, workers))

    assert.deepEqual(times, [60, 30, 20, 10, 10])
  })

  it('begins nothing before what has caused it has ended', () => {
    const chain = [toTrace('a', 0, 10), toTrace('b', 50, 5, 'a'), toTrace('c', 60, 7, 'b')]

    assert.equal(projectTrace(chain, 20), 22)
  })
})
