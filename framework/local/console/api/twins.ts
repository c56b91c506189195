/**
 * What twins show of themselves.
 *
 * @module
 */
import type { TwinState } from '../../../service.ts'
import type { ConsoleOptions } from '../sources.ts'
import { refuse, type Routes } from './call.ts'
import { toPage } from './addresses.ts'

export function createTwinRoutes(sources: ConsoleOptions['sources']): Routes {
  return {
    'GET twins *': async ({ path }) => {
      const { twins, ports } = sources()
      const state = await twins.state(path[1]!)
      if (!state) return refuse(404, `No twin of a service "${path[1]}" shows its state.`)
      return withAddresses(state, ports.site)
    },
    'POST twins * act': async ({ path, json }) => {
      const { action, id } = await json()
      if (typeof action !== 'string') return refuse(422, 'Say which action.')
      const { twins } = sources()
      try {
        const said = await twins.act(path[1]!, action, typeof id === 'string' ? id : undefined)
        return { said: said ?? 'Done.' }
      } catch (error) {
        return refuse(422, (error as Error).message)
      }
    },
  }
}

function withAddresses(state: TwinState, site: number): TwinState {
  return {
    ...state,
    sections: state.sections.map((section) => ({
      ...section,
      rows: section.rows.map(({ href, ...row }) => {
        const page = href && toPage(href, site)
        return { ...row, ...(page && { href: page }) }
      }),
    })),
  }
}
