/**
 * Ends a process with all that it has started, none of which can do a thing about it.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'

/** `kill -9` for a process, its children, and theirs. */
export function killTree(pid: number): void {
  // The parent first: it must not see its children end.
  for (const it of [pid, ...listDescendants(pid)]) kill(it)
}

function listDescendants(pid: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n')
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number))
  const childrenOf = (parent: number): number[] =>
    pairs.flatMap(([child, of]) => (of === parent ? [child!, ...childrenOf(child!)] : []))
  return childrenOf(pid)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}
