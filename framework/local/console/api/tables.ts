/**
 * Rows of tables.
 *
 * @module
 */
import type { ConsoleOptions } from '../sources.ts'
import { openTables, type Tables } from '../tables.ts'
import { isObject, refuse, type Routes } from './call.ts'

export function createTableRoutes(sources: ConsoleOptions['sources']): Routes {
  function tables(): Tables {
    const { database, inventory } = sources()
    return openTables({
      endpoint: database.endpoint,
      app: inventory.app,
      tables: inventory.tables ?? [],
      indexes: inventory['tables-indexes'] ?? [],
    })
  }

  return {
    'GET tables': () => tables().list(),
    'GET tables *': ({ path, query }) => {
      const get = (name: string) => query.get(name) || undefined
      return tables().query(path[1]!, {
        index: get('index'),
        partition: get('partition'),
        sort: get('sort'),
        cursor: get('cursor'),
      })
    },
    'POST tables * row': async ({ path, json }) =>
      (await tables().get(path[1]!, await json())) ??
      refuse(404, 'The row has been deleted meanwhile.'),
    'PUT tables *': async ({ path, json }) => {
      const { item, before } = await json()
      if (!isObject(item)) refuse(422, 'A row is a JSON object.')
      await tables().save(path[1]!, item, isObject(before) ? before : undefined)
    },
    'DELETE tables *': async ({ path, json }) => tables().remove(path[1]!, await json()),
  }
}
