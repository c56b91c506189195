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

/** Makes a function that does what graphql-js's `execute` does. */
export function createExecute({ schema, hotAfter, hideSuggestions }: HotOptions): Execute {
  // As many as yoga keeps documents: it forgets those that were asked for least recently.
  const heats = new WeakMap<OperationDefinitionNode, Heat>()

  return (given) => {
    const args = { ...given, hideSuggestions }
    const operation = isOurs(args, schema) && getOperationAST(args.document, args.operationName)
    if (!operation) return execute(args)

    const heat = heats.get(operation) ?? { asked: 0, execute }
    heats.set(operation, heat)
    if (heat.asked > hotAfter) return heat.execute(args)

    const isHot = heat.asked++ === hotAfter
    if (isHot && hotAfter === 0) return warm(heat, args, operation).then(() => heat.execute(args))
    // Nobody waits for it: neither this request, nor one that comes meanwhile.
    if (isHot) setImmediate(() => void warm(heat, args, operation))
    return execute(args)
  }
}

interface Heat {
  asked: number
  execute: Execute
}

// What a plugin of yoga brings of its own is for graphql-js.
function isOurs(args: ExecutionArgs, schema: GraphQLSchema): boolean {
  return args.schema === schema && !args.fieldResolver && !args.typeResolver && !args.abortSignal
}

async function warm(heat: Heat, { schema, document }: ExecutionArgs, it: OperationDefinitionNode) {
  try {
    const { createExecutor } = await import('./hot/executor.ts')
    heat.execute = createExecutor(schema, document, it) ?? execute
  } catch (error) {
    log.error('a hot query is executed as before', { error })
  }
}
