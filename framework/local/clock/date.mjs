/**
 * A `Date` whose present is another one, in place of this process's.
 *
 * Plain JavaScript and no imports: functions load it too, once their clock is moved.
 *
 * @module
 */
let Machine
let Shifted
let offset = 0

/** Milliseconds since 1970 by the machine's clock. */
export function machineNow() {
  return (Machine ?? Date).now()
}

/** Sets how many milliseconds ahead of the machine's clock this process is. */
export function setOffset(milliseconds) {
  offset = milliseconds
}

/** Replaces `Date`. */
export function installDate() {
  if (Machine) return
  Machine = globalThis.Date
  Shifted = createDate(Machine)
  put(Shifted)
}

/** Puts the machine's `Date` back. */
export function uninstallDate() {
  if (!Machine) return
  // Somebody may have put another one over it meanwhile, and will take it away.
  if (globalThis.Date === Shifted) put(Machine)
  Machine = undefined
  Shifted = undefined
}

/** For a process that is told its offset now and then: `Date` is the machine's where there is none. */
export function followOffset(milliseconds) {
  setOffset(milliseconds)
  if (milliseconds === 0) uninstallDate()
  else installDate()
}

function put(constructor) {
  globalThis.Date = constructor
  // For those who compare a date's constructor with Date.
  constructor.prototype.constructor = constructor
}

function createDate(Machine) {
  const now = () => Machine.now() + offset
  function Shifted(...parts) {
    if (!new.target) return new Machine(now()).toString()
    const given = parts.length > 0 ? parts : [now()]
    // Its dates are the machine's: they can be cloned, and are an instance of either.
    return new.target === Shifted
      ? new Machine(...given)
      : Reflect.construct(Machine, given, new.target)
  }
  const { now: its, ...same } = Object.getOwnPropertyDescriptors(Machine)
  const text = Machine.toString()
  return Object.defineProperties(Shifted, {
    ...same,
    now: { ...its, value: { now }.now },
    toString: { value: () => text, configurable: true, writable: true },
  })
}
