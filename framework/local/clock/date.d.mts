/** Milliseconds since 1970 by the machine's clock. */
export function machineNow(): number

/** Sets how many milliseconds ahead of the machine's clock this process is. */
export function setOffset(milliseconds: number): void

/** Replaces `Date`. */
export function installDate(): void

/** Puts the machine's `Date` back. */
export function uninstallDate(): void

/** For a process that is told its offset now and then: `Date` is the machine's where there is none. */
export function followOffset(milliseconds: number): void
