/**
 * A source that is converted a moment after the last stroke, with what is wrong shown at its place.
 *
 * @module
 */

/** What a route of `sourceRoute` answers. */
export interface Answer {
  output?: string
  code?: string
  title?: string
  detail?: string
  errors?: { path: string; message: string }[]
  [more: string]: unknown
}

/** A source on the page. */
export interface Source {
  lang: string
  source: string
}

interface SourceOptions {
  /** Which language; its last option is what needs no conversion. */
  select: HTMLSelectElement
  /** Gets `--line`, and `aria-invalid`, where the source has a mistake. */
  editor: HTMLTextAreaElement
  /** Says what is wrong. */
  problem: HTMLElement
  /** Where it is converted: `/preprocess`. */
  path: string
  onOutput: (output: string) => void
}

const waitMilliseconds = 250

/** Begins at once; answers what reads the source as it stands. */
export function startSource(options: SourceOptions): () => Source {
  const { select, editor, problem, path, onOutput } = options
  let asked = 0
  let timer: number | undefined

  function read(): Source {
    return { lang: select.value, source: editor.value }
  }

  async function convert(): Promise<void> {
    clearTimeout(timer)
    const number = ++asked
    const isRaw = select.selectedIndex === select.length - 1
    const answer = isRaw ? { output: editor.value } : await ask(path, read())
    // Whoever has typed on meanwhile sees what came of that.
    if (number === asked) show(answer)
  }

  function show(answer: Answer): void {
    const { output, errors } = answer
    const [line, column] = errors?.[0]?.path.match(/\d+/g) ?? []
    editor.setAttribute('aria-invalid', String(output === undefined))
    editor.style.setProperty('--line', line ?? null)
    const place = line ? `Line ${line}${column ? `, column ${column}` : ''}: ` : ''
    problem.textContent = output === undefined ? place + toWords(answer) : ''
    if (output !== undefined) onOutput(output)
  }

  editor.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(convert, waitMilliseconds)
  })
  select.addEventListener('change', convert)
  // A browser that comes back has kept what was typed.
  void convert()
  return read
}

/** Posts JSON, and answers what comes back; where nothing comes, `detail` says so. */
export async function ask(path: string, body: object): Promise<Answer> {
  try {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
    return (await response.json()) as Answer
  } catch {
    return { detail: 'The server does not answer. Type on to try again' }
  }
}

function toWords({ errors, detail, title }: Answer): string {
  return errors?.[0]?.message ?? detail ?? title ?? 'It could not be converted'
}
