/**
 * Hot queries: what has been asked many times is executed by a plan of it, which graphql-js would
 * make anew in each request.
 *
 * @module
 */
import {
  execute,
  getOperationAST,
  type ExecutionArgs,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { log } from '#framework/log.ts'

type Execute = typeof execute

export interface HotOptions {
  schema: GraphQLSchema
  /** How often a query is asked before it is planned. 0 plans each at once: for tests. */
  hotAfter: number
  /** Whether errors may suggest names of the schema. */
  hideSuggestions: boolean
}

/** So many plans are kept; one more takes the place of what was asked for longest ago. */
const mostPlans = 100

/** Makes a function that does what graphql-js's `execute` does. */
export function createExecute({ schema, hotAfter, hideSuggestions }: HotOptions): Execute {
  // As many as yoga keeps documents, which are 1,024.
  const heats = new WeakMap<OperationDefinitionNode, Heat>()
  const planned = new Set<Heat>()

  async function warm(heat: Heat, { document }: ExecutionArgs, operation: OperationDefinitionNode) {
    try {
      const { createExecutor } = await import('./hot/executor.ts')
      heat.planned = createExecutor(schema, document, operation)
      if (heat.planned) keep(planned, heat)
    } catch (error) {
      log.error('a hot query is executed as before', { error })
    }
  }

  return (given) => {
    const args = { ...given, hideSuggestions }
    const operation = isOurs(args, schema) && getOperationAST(args.document, args.operationName)
    if (!operation) return execute(args)

    const heat = heats.get(operation) ?? { asked: 0 }
    heats.set(operation, heat)
    if (heat.planned) {
      keep(planned, heat)
      return heat.planned(args)
    }

    const isHot = heat.asked++ === hotAfter
    if (isHot && hotAfter === 0) {
      return warm(heat, args, operation).then(() => (heat.planned ?? execute)(args))
    }
    // Nobody waits for it: neither this request, nor one that comes meanwhile.
    if (isHot) setImmediate(() => void warm(heat, args, operation))
    return execute(args)
  }
}

interface Heat {
  asked: number
  planned?: Execute | undefined
}

/** The last one to go is what was asked for last. */
function keep(planned: Set<Heat>, heat: Heat): void {
  planned.delete(heat)
  planned.add(heat)
  if (planned.size <= mostPlans) return
  const [oldest] = planned
  planned.delete(oldest!)
  oldest!.planned = undefined
  oldest!.asked = 0
}

// What a plugin of yoga brings of its own is for graphql-js.
function isOurs(args: ExecutionArgs, schema: GraphQLSchema): boolean {
  return args.schema === schema && !args.fieldResolver && !args.typeResolver && !args.abortSignal
}
