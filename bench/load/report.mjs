/**
 * What the load test prints of a rate.
 *
 * @module
 */

const columns = [
  ['all', 'all'],
  ['late', 'client'],
  ['router', 'router'],
  ['waiting', 'waiting'],
  ['starting', 'starting'],
  ['handing', 'handing'],
  ['inFunction', 'function'],
  ['database', 'database'],
  ['delivery', 'delivery'],
  ['cpu', 'CPU'],
]

/** What the columns mean, once. */
export const legend = [
  'Milliseconds of an average request. Together they are "all": "client" is what the bench itself was late by,',
  '"router" HTTP and the router, "waiting" for an instance that is at something else, "starting" for one that',
  'starts, "handing" over to its process and back, "function" in the handler, "database" and "delivery" in',
  'requests to these. "CPU" is what the function had of a processor, and part of the rest.',
].join('\n')

/** One line: how it went. */
export function renderSummary({ perSecond, seconds, result }) {
  const { requests, failures, highest, p50, p95, p99, max } = result
  const times = [p50, p95, p99, max].map((it) => it.toFixed(1))
  const wrong = [...failures].map(([what, count]) => `\n    ${count} × ${what}`)
  return (
    `${perSecond}/s for ${seconds} s: ${requests} good answers (${result.perSecond.toFixed(1)}/s), ` +
    `p50 ${times[0]} ms, p95 ${times[1]} ms, p99 ${times[2]} ms, longest ${times[3]} ms, ` +
    `at most ${highest} at once${wrong.join('')}`
  )
}

/** Tables: where the time went, of requests and of what they led to; then the processors. */
export function renderWhere({ requests, behind, all, processors }) {
  const width = Math.max(...[...requests, ...behind].map(({ name }) => name.length), 14)
  const head = ['answers', ...columns.map(([, name]) => name), 'cold starts']
  const toLine = (name, cells) =>
    `  ${name.padEnd(width)}${cells.map((text, index) => text.padStart(index === 0 ? 9 : index > columns.length ? 13 : 10)).join('')}`
  const toRow = (it) =>
    toLine(it.name, [
      String(it.count),
      ...columns.map(([key]) => toMilliseconds(it[key])),
      it.coldStarts > 0 ? String(it.coldStarts) : '',
    ])
  const lines = [toLine('', head), ...requests.map(toRow), toRow(all), toShares(all, toLine)]
  if (behind.length > 0) {
    lines.push(
      '  behind them, in invocations:',
      ...behind.map(toRow),
      ...behind.flatMap(toMessages),
    )
  }
  const percent = (share) => `${(share * 100).toFixed(0)} %`
  const { busy, main, functions, database, client, others } = processors
  lines.push(
    `  processors: ${percent(busy)} busy; ${percent(main)} the local cloud's own process, ${percent(functions)} functions, ` +
      `${percent(database)} the database, ${percent(client)} the bench, ${percent(others)} starts and other programs`,
  )
  return lines.join('\n')
}

function toShares(all, toLine) {
  const shares = columns.map(([key]) => `${((all[key] / all.all) * 100).toFixed(0)} %`)
  return toLine('', ['', ...shares])
}

function toMessages({ name, messages, underWay }) {
  if (!messages) return []
  return [`    ${name}: ${messages} messages, each under way for ${underWay.toFixed(1)} ms`]
}

const toMilliseconds = (value) => (value < 0.05 ? '' : value.toFixed(value < 100 ? 1 : 0))
