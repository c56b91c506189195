/**
 * The program of the converter: Pug makes JavaScript of the template, QuickJS runs it.
 *
 * @module
 */
import { Refusal, serve } from '../../program/serve.ts'
import variant from '@jitl/quickjs-singlefile-mjs-release-sync'
import { compileClient } from 'pug'
import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core'
import { toPlace, toText } from '../../program/text.ts'

interface Options {
  locals: string
  doctype: string
}

const limits = { milliseconds: 1000, bytes: 64 * 1024 * 1024, stackBytes: 128 * 1024 }

let engine = startEngine()

serve(async (input, { locals, doctype }: Options) => {
  const code = compile(input.toString(), doctype)
  return toText('text/html', await render(code, locals))
})

function compile(source: string, doctype: string): string {
  try {
    return compileClient(source, { doctype, compileDebug: false, inlineRuntimeFunctions: true })
  } catch (error) {
    const { msg, line, column, message } = error as Record<string, unknown>
    if (typeof line !== 'number') throw new Refusal(String(msg ?? message))
    const path = toPlace(line, typeof column === 'number' ? column : undefined)
    throw new Refusal(`${String(msg)} (${path})`, { errors: [{ path, message: String(msg) }] })
  }
}

function startEngine() {
  // Its own count forgets what grows in place, so that a loop would fill a gigabyte before it is noticed.
  const pages = { initial: 256, maximum: limits.bytes / 65_536 }
  return newQuickJSWASMModuleFromVariant(
    newVariant(variant, { wasmMemory: new WebAssembly.Memory(pages) }),
  )
}

async function render(code: string, locals: string): Promise<string> {
  const runtime = (await engine).newRuntime()
  runtime.setMemoryLimit(limits.bytes)
  runtime.setMaxStackSize(limits.stackBytes)
  const before = process.cpuUsage()
  const isOver = () => process.cpuUsage(before).user > limits.milliseconds * 1000
  runtime.setInterruptHandler(isOver)
  const context = runtime.newContext()
  try {
    const result = context.evalCode(`${code};template(JSON.parse(${JSON.stringify(locals)}))`)
    if (result.error) {
      const thrown: unknown = context.dump(result.error)
      result.error.dispose()
      throw toRefusal(thrown, isOver())
    }
    const html = context.getString(result.value)
    result.value.dispose()
    return html
  } finally {
    // An engine that ran out of memory may not come down in order: the next template has a new one.
    try {
      context.dispose()
      runtime.dispose()
    } catch {
      engine = startEngine()
    }
  }
}

function toRefusal(thrown: unknown, isOver: boolean): Refusal {
  const { name = 'Thrown', message = thrown } = Object(thrown) as Record<string, unknown>
  if (message === 'interrupted' && isOver) {
    return new Refusal(`The template ran for more than ${limits.milliseconds} ms`, {
      code: 'CONVERT_TIME_EXCEEDED',
    })
  }
  if (message === 'out of memory') {
    return new Refusal(`The template needed more than ${limits.bytes >> 20} MB`, {
      code: 'CONVERT_MEMORY_EXCEEDED',
    })
  }
  return new Refusal(`${String(name)}: ${String(message)}`.slice(0, 300))
}
