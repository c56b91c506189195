/**
 * A map as text: an outline in Markdown, and a page of lists.
 *
 * @module
 */
import { escapeXml } from '../../program/office.ts'
import type { Idea } from './tree.ts'

export function toOutline({ title, children }: Idea): string {
  return [
    `# ${escapeMarkdown(title)}`,
    '',
    ...children.flatMap((child) => toItems(child, 0)),
    '',
  ].join('\n')
}

/** A page without scripts; whoever prints it, prints all of it. */
export function toPage(tree: Idea): string {
  return [
    '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escapeXml(tree.title)}</title>`,
    '<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1c2b33}ul{padding-left:1.4rem}</style>',
    `</head><body><h1>${escapeXml(tree.title)}</h1>`,
    toList(tree.children),
    '</body></html>',
  ].join('\n')
}

function toItems({ title, children }: Idea, level: number): string[] {
  return [
    `${'  '.repeat(level)}- ${escapeMarkdown(title)}`,
    ...children.flatMap((child) => toItems(child, level + 1)),
  ]
}

function toList(ideas: readonly Idea[]): string {
  if (ideas.length === 0) return ''
  const items = ideas.map(
    ({ title, children }) => `<li>${escapeXml(title)}${toList(children)}</li>`,
  )
  return `<ul>${items.join('')}</ul>`
}

function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
}
