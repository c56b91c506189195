/**
 * The small signs of a trace: what it is, how it went, when it ran.
 *
 * @module
 */
import { html, svg, nothing, type TemplateResult } from 'lit'
import type { TraceKind, TraceSummary } from '../../trace/types.ts'
import type { Group } from './groups.ts'

const labels: Record<TraceKind, string> = {
  http: 'http',
  graphql: 'gql',
  event: 'event',
  queue: 'queue',
  schedule: 'tick',
  stream: 'stream',
  mail: 'mail',
}

export function kindMark(kind: TraceKind): TemplateResult {
  return html`<span class="kind ${kind}">${labels[kind]}</span>`
}

/** In words and in colour: colour alone tells nothing to some. */
export function statusMark({ status, statusCode }: TraceSummary): TemplateResult {
  if (status === 'running') return html`<span class="status running">runs</span>`
  const tone = status === 'error' ? 'bad' : (statusCode ?? 0) >= 400 ? 'warn' : 'good'
  const text = statusCode ?? (status === 'error' ? 'failed' : 'ok')
  return html`<span class="status ${tone}">${text}</span>`
}

/** What else is to be known of it. */
export function notes(trace: TraceSummary): TemplateResult {
  const { attempt, batch, replayOf, warnings, faults } = trace
  return html`${faults ? html`<span class="note fault" title="struck on purpose: see Faults">fault: ${faults.join(', ')}</span>` : nothing}${
    attempt ? html`<span class="note warn">attempt ${attempt}</span>` : nothing
  }${
    batch ? html`<span class="note">batch of ${batch}</span>` : nothing
  }${replayOf ? html`<span class="note">replayed</span>` : nothing}${
    warnings
      ? html`<span class="note warn">${warnings} ${warnings === 1 ? 'warning' : 'warnings'}</span>`
      : nothing
  }`
}

/** All of a group in one line of bars. */
export function miniature(group: Group): TemplateResult {
  const traces = group.rows.map(({ trace }) => trace)
  return html`<svg class="bars" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
    ${traces.map((trace) => bar(trace, group))}
  </svg>`
}

/** One trace against the time of its group; drawn, for a style attribute is against our policy. */
export function waterfall(trace: TraceSummary, group: Group): TemplateResult {
  return html`<svg class="bars" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
    ${[250, 500, 750].map((x) => svg`<rect class="grid" x=${x} y="-20" width="1" height="60" />`)}
    ${bar(trace, group)}
  </svg>`
}

function bar(trace: TraceSummary, { start, end }: Group) {
  const span = Math.max(end - start, 1)
  const from = Math.min(992, Math.max(0, ((trace.start - start) / span) * 1000))
  const to = (((trace.end ?? end) - start) / span) * 1000
  const width = Math.min(1000 - from, Math.max(8, to - from))
  const tone = trace.status === 'ok' ? trace.kind : trace.status
  return svg`<rect class="bar ${tone}" x=${from.toFixed(1)} y="0" width=${width.toFixed(1)} height="10" />`
}
