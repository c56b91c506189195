/**
 * The map that somebody starts with.
 *
 * @module
 */

const tree = {
  title: 'What shall we make?',
  children: [
    { title: 'For whom', children: [{ title: 'People we know' }, { title: 'People they know' }] },
    {
      title: 'First step',
      children: [{ title: 'Something to show by Friday' }, { title: 'Ask five people' }],
    },
    { title: 'Costs', children: [{ title: 'Time' }, { title: 'Money' }] },
    {
      title: 'What may go wrong',
      children: [{ title: 'Nobody needs it' }, { title: 'Everybody needs it at once' }],
    },
  ],
}

export const starter = JSON.stringify({
  ...tree,
  children: undefined,
  ideas: Object.fromEntries(
    tree.children.map((it, index) => [index % 2 ? -index - 1 : index + 1, it]),
  ),
})
