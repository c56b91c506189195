/**
 * The keys that `npm start` listens to.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { emitKeypressEvents } from 'node:readline'
import type { Schedules } from './schedules.ts'

export interface KeyActions {
  site: string
  schedules: () => Pick<Schedules, 'list' | 'run'>
  /** Nothing where nobody would start the process again. */
  restart: (() => void) | undefined
  clear: () => void
  quit: () => void
}

/** The keys in words; empty where there is no keyboard. */
export function describeKeys({ canRestart }: { canRestart: boolean }): string {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return ''
  const restart = canRestart ? 'r restart · ' : ''
  return `o open the site · s run a schedule · ${restart}c clear · q quit`
}

/** Listens, if there is a keyboard. */
export function listenToKeys(actions: KeyActions): void {
  if (!process.stdin.isTTY) return
  let choices: string[] = []

  function chooseSchedule(): void {
    const names = actions.schedules().list()
    choices = names.map(({ name }) => name).slice(0, 9)
    if (choices.length === 0) console.log('There is no schedule.')
    else if (choices.length === 1) void runSchedule(0)
    else console.log(choices.map((name, index) => `${index + 1} ${name}`).join('\n'))
  }

  async function runSchedule(index: number): Promise<void> {
    const name = choices[index]
    choices = []
    if (!name) return
    console.log(`schedule ${name} runs`)
    await actions.schedules().run(name)
    console.log(`schedule ${name} has run`)
  }

  emitKeypressEvents(process.stdin)
  process.stdin.setRawMode(true)
  process.stdin.on('keypress', (text: string | undefined, key: { sequence: string }) => {
    // Ctrl+C and Ctrl+D do not arrive as signals in raw mode.
    if (key.sequence === '\u0003' || key.sequence === '\u0004' || text === 'q') actions.quit()
    else if (text && /^[1-9]$/.test(text)) void runSchedule(Number(text) - 1)
    else if (text === 'o') openBrowser(actions.site)
    else if (text === 's') chooseSchedule()
    else if (text === 'r') actions.restart?.()
    else if (text === 'c') actions.clear()
  })
}

const openers: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}

function openBrowser(address: string): void {
  const [command, ...parameters] = openers[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...parameters, address], { stdio: 'ignore', detached: true })
  child.on('error', () => console.log(`No browser could be opened. Go to ${address}`))
  child.unref()
}
