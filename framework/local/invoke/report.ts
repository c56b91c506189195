/**
 * Lambda's REPORT line.
 *
 * @module
 */
import type { Report } from './types.ts'

/** As CloudWatch shows it. What is billed is the time of loading the bundle too. */
export function renderReport({ id, duration, memory, maxMemory, init }: Report): string {
  return [
    `REPORT RequestId: ${id}`,
    `Duration: ${duration.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(duration + (init ?? 0))} ms`,
    `Memory Size: ${memory} MB`,
    `Max Memory Used: ${maxMemory} MB`,
    ...(init ? [`Init Duration: ${init.toFixed(2)} ms`] : []),
  ].join('\t')
}
