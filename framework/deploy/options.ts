/**
 * What `app.arc` says about its deployment:
 *
 *     @deploy
 *     alarms "ops@example.com"
 *     budget 50
 *     production
 *       domain www.example.com
 *       certificate arn:aws:acm:us-east-1:…
 *
 * @module
 */
import type { Inventory } from '../manifest.ts'
import { listLines, listStageLines } from './options/lines.ts'

/** The options of one stage. */
export interface DeployOptions {
  /** The site's own domain; needs `certificate`. Default: CloudFront's. */
  domain?: string
  /** ARN of the domain's certificate in AWS Certificate Manager, in us-east-1. */
  certificate?: string
  /** Where CloudFront keeps copies: 100 in North America and Europe, 200 without the dearest places. */
  priceClass: 100 | 200 | 'all'
  /** Who hears of alarms: an e-mail address, or an https address that takes a POST. Default: nobody. */
  alarms?: string
  /** Dollars a month, above which `alarms` hears of it. Default: not watched. */
  budget?: number
  /** Days that logs are kept. Default 30. */
  logs: number
  /** Whether X-Ray traces functions. Default: no. */
  tracing: boolean
}

/** The options of a stage: those of its own before those of all. */
export function readDeployOptions(inv: Pick<Inventory, '_project'>, stage: string): DeployOptions {
  const lines = inv._project.arc['deploy'] ?? []
  const given = [...listLines(lines), ...listStageLines(lines, stage)]
  return {
    priceClass: 'all',
    logs: 30,
    tracing: false,
    ...Object.fromEntries(given.map(({ name, values }) => [name, values[0]])),
  }
}
