/**
 * Ends instances that cannot see that their parent is gone: one in an endless loop would go on for
 * ever.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process'

// It keeps the list of who lives, and kills them when its input ends, which the death of this
// process brings about however it comes.
const script = `
p=" "
while read -r o n; do
  case "$o" in
    +) p="$p$n " ;;
    -) case "$p" in *" $n "*) p="\${p%% $n *} \${p#* $n }" ;; esac ;;
  esac
done
[ "$p" = " " ] || kill -9 $p 2>/dev/null
`

/** Starts with the first process that is to be watched; does nothing on Windows. */
export function createReaper() {
  let shell: ChildProcess | undefined
  let isStopped = false

  function start(): ChildProcess {
    // Detached, so that Ctrl+C in the terminal does not end it first.
    const started = spawn('sh', ['-c', script], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    started.on('error', () => {})
    started.stdin!.on('error', () => {})
    started.unref()
    return started
  }

  return {
    /** Ends this process with ours. */
    watch(child: ChildProcess): void {
      if (process.platform === 'win32' || isStopped || !child.pid) return
      shell ??= start()
      const { pid } = child
      shell.stdin?.write(`+ ${pid}\n`)
      child.once('exit', () => {
        if (!isStopped) shell?.stdin?.write(`- ${pid}\n`)
      })
    },

    stop(): void {
      isStopped = true
      shell?.stdin?.end()
    },
  }
}
