/**
 * The page of the playground: what comes of the three panes goes to the preview.
 *
 * @module
 */
import { ask, startPreview, startSource, toDocument } from '#services/convert/browser'

const form = document.querySelector<HTMLFormElement>('.pen')!
const [shared, running] = document.querySelectorAll('output')
const preview = startPreview(document.querySelector('iframe')!, (it) => (running!.value = it))
const made: Record<string, string> = {}

const panes = [...form.querySelectorAll('fieldset')].map((pane) => {
  const [select, editor] = [pane.querySelector('select')!, pane.querySelector('textarea')!]
  const onOutput = (output: string) => {
    made[pane.dataset['makes']!] = output
    if (Object.keys(made).length === panes.length) preview.show(toDocument(made))
  }
  const problem = pane.querySelector('p')!
  return [
    pane.name,
    startSource({ select, editor, problem, path: '/preprocess', onOutput }),
  ] as const
})

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const pen = Object.fromEntries(panes.map(([name, read]) => [name, read()]))
  const { id, detail = 'It could not be kept' } = await ask('/pens', pen)
  if (id) history.replaceState(null, '', `/pens/${id as string}`)
  shared!.value = id ? location.href : detail
})
