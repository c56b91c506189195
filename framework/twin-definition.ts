/**
 * What a service says of its twin: how it starts, what it lends, and what the console shows of it.
 *
 * @module
 */

/** A link that `npm start` shows. */
export interface Link {
  label: string
  /** A path on the site, or a whole address. */
  href: string
}

/** What a twin is started with. */
export interface TwinContext {
  /** The loopback port that is the twin's own. */
  port: number
  /** A folder that survives a restart; the twin creates it. */
  stateDir: string
  /** Prints one line on the developer's terminal. */
  log: (line: string) => void
}

/** Something that can be done to a twin, or to a row of its state. */
export interface TwinAction {
  /** What `act` is called with. */
  name: string
  /** On the button. */
  label: string
}

/** One thing that a twin keeps: a person, a mail, a delivery. */
export interface TwinRow {
  /** Its own within the section; what `act` is called with. */
  id: string
  /** One for each column. */
  cells: readonly (string | number | null)[]
  /** Where it can be looked at: a path on the site, or a whole address. */
  href?: string
  actions?: readonly TwinAction[]
}

/** What a twin shows of itself in the console. */
export interface TwinState {
  /** Shown as tables, in this order. */
  sections: readonly {
    title: string
    columns: readonly string[]
    rows: readonly TwinRow[]
    /** Said where there is no row. */
    empty?: string
  }[]
  /** Of the twin as a whole. */
  actions?: readonly TwinAction[]
}

/** A twin that runs. */
export interface RunningTwin {
  stop: () => void | Promise<void>
  links?: Link[]
  /** Asked anew whenever somebody looks. */
  state?: () => TwinState | Promise<TwinState>
  /**
   * Does what an action of the state says, to a row where `id` is given. What it answers is shown to
   * the developer, and so is the message of what it throws: one line.
   */
  act?: (action: string, id?: string) => Promise<string | void>
}

/** The local stand-in of an outside service. Never deployed. */
export interface Twin {
  /** What the service's code reads from the environment in place of a real account. */
  env?: (port: number) => Record<string, string>
  /**
   * The variable that names a real account. Set in the shell or in `.env`, it keeps the twin from
   * starting, and from lending any of its values.
   */
  replacedBy?: string
  start: (context: TwinContext) => Promise<RunningTwin>
}
