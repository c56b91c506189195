/**
 * What of a bundle is loaded at a cold start, and of which parts that is made.
 *
 * The entry counts, with all that it imports. A chunk that is loaded later counts if the first
 * invocation takes it: such chunks are named in bench/budgets.json, by what they begin with.
 *
 * @module
 */

/**
 * @param {import('esbuild').Metafile} metafile
 * @param {string[]} lazy ends of the names of modules
 * @returns {{ bytes: number, parts: { name: string, bytes: number }[] }} the largest part first
 */
export function measureBundle({ outputs }, lazy = []) {
  const isEntry = ([file, { entryPoint }]) => /(^|\/)index\.mjs$/.test(file) && entryPoint
  const isTaken = ([, { entryPoint = '' }]) => lazy.some((name) => entryPoint.endsWith(name))
  const loaded = new Set()
  const add = (file) => {
    if (loaded.has(file)) return
    loaded.add(file)
    for (const { path, kind, external } of outputs[file].imports) {
      if (kind === 'import-statement' && !external) add(path)
    }
  }
  for (const [file] of Object.entries(outputs).filter((it) => isEntry(it) || isTaken(it))) add(file)

  const sizes = new Map()
  for (const [input, { bytesInOutput }] of [...loaded].flatMap(listInputs)) {
    const name = toPart(input)
    sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput)
  }
  const parts = [...sizes].map(([name, bytes]) => ({ name, bytes }))
  return {
    bytes: [...loaded].reduce((sum, file) => sum + outputs[file].bytes, 0),
    parts: parts.sort((one, other) => other.bytes - one.bytes),
  }

  function listInputs(file) {
    return Object.entries(outputs[file].inputs)
  }
}

/**
 * Compares a function's bundle with its budget.
 *
 * @returns {string | undefined} what is wrong, with the parts that weigh most
 */
export function findExcess(name, metafile, { bytes: budget, lazy }) {
  const { bytes, parts } = measureBundle(metafile, lazy)
  if (bytes <= budget) return undefined
  const lines = parts.slice(0, 12).map((it) => `  ${toKilobytes(it.bytes).padStart(9)}  ${it.name}`)
  return [
    `${name}: a cold start loads ${toKilobytes(bytes)}, and bench/budgets.json allows ${toKilobytes(budget)}. Its largest parts:`,
    ...lines,
    'Load late what the first request does not need, with import(), or find something smaller.',
  ].join('\n')
}

// A package as a whole, of our own code each folder.
function toPart(input) {
  const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1]
  return name ?? input.replace(/\/[^/]*$/, '').replace(/^.*?((?:framework|src)\b)/, '$1')
}

const toKilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
