/**
 * What `app.arc` says about its deployment:
 *
 *     @deploy
 *     alarms ops@example.com
 *     budget 50
 *     production
 *       domain www.example.com
 *       certificate arn:aws:acm:us-east-1:…
 *
 * @module
 */
import { readOptions, type Inventory } from '../manifest.ts'

/** The options of one stage. */
export interface DeployOptions {
  /** The site's own domain; needs `certificate`. Default: CloudFront's. */
  domain?: string
  /** ARN of the domain's certificate in AWS Certificate Manager, in us-east-1. */
  certificate?: string
  /** Who hears of alarms: an e-mail address, or an https address that takes a POST. Default: nobody. */
  alarms?: string
  /** Dollars a month, above which `alarms` hears of it. Default: not watched. */
  budget?: number
  /** Days that logs are kept. Default 30. */
  logs: number
  /** Whether X-Ray traces requests. Default: no. */
  tracing: boolean
}

/** The options of a stage: those of its own before those of all. */
export function readDeployOptions(inv: Pick<Inventory, '_project'>, stage: string): DeployOptions {
  const { staging, production, ...all } = readOptions(inv, ['deploy'])['deploy'] ?? {}
  const own = ({ staging, production } as Record<string, object | undefined>)[stage]
  return { logs: 30, tracing: false, ...all, ...own }
}
