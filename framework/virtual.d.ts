/**
 * Modules that exist only in a bundle: what `app.arc` plugs in, as code.
 *
 * framework/build/virtual.ts writes them, for esbuild and for vitest alike.
 *
 * @module
 */
declare module 'plugboard:services' {
  /** The plugged-in services, in the order of `app.arc`. */
  export const services: { name: string }[]
  /** The version in package.json. */
  export const version: string
  /** The app's name, under `@app`. */
  export const app: string
  /** Every route of the app and of its services, as `app.arc` writes them: `get /articles/:slug`. */
  export const routes: string[]
}

declare module 'plugboard:graphql' {
  import type { GraphqlModule } from '#framework/graphql.ts'
  /** The app's own `src/shared/*.graphql.ts`, then each plugged-in service's `graphql.ts`. */
  export const modules: GraphqlModule[]
}

declare module 'plugboard:site' {
  import type { SiteModule } from '#framework/site.ts'
  /** Each plugged-in service's `site.ts`. */
  export const modules: (SiteModule & { name: string })[]
}

declare module 'plugboard:identity' {
  import type { Identity } from '#framework/identity.ts'
  /** The `identity.ts` of the plugged-in service that has one; undefined where none has. */
  export const identity: Identity | undefined
}

declare module 'plugboard:entitlements' {
  import type { Entitlements } from '#framework/entitlements.ts'
  /** The `entitlements.ts` of each plugged-in service that has one. */
  export const modules: Entitlements[]
  /** `@entitlements` of `app.arc`: `open` or `closed`, for want of a service that decides. */
  export const defaults: Readonly<Record<string, unknown>>
}

declare module 'plugboard:options' {
  /** What `app.arc` says under the pragma of each plugged-in service: `@payments`. */
  export const options: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>
}

declare module 'plugboard:personal-data' {
  import type { PersonalData } from '#framework/personal-data.ts'
  /** The app's `src/shared/personal-data.ts`, then each plugged-in service's, by whose it is. */
  export const modules: (PersonalData & { name: string })[]
}

declare module 'plugboard:scans' {
  import type { FileScan } from '#framework/scan.ts'
  /** The app's `src/shared/scan-file.ts`, then each plugged-in service's, by whose it is. */
  export const modules: (FileScan & { name: string })[]
}

declare module 'plugboard:layout' {
  import type { Page, SlotName } from '#framework/site.ts'
  import type { SafeHtml } from '#framework/html.ts'
  /**
   * The app's `src/shared/render-page.ts`: a service's page in the site's own layout. Where the app has
   * none, the plain one of framework/page.
   */
  export const renderPage: (page: Page) => SafeHtml
  /** What the services' pieces on the page at `path` add to its Content-Security-Policy. */
  export const toCsp: (path?: string) => Record<string, string[]>
  /** The pieces that services show at one place of the page at `path`. */
  export const toSlots: (name: SlotName, path: string) => SafeHtml[]
}

declare module 'plugboard:assets' {
  /** The address of a file that `src/browser/` bundles into `public/build/`; throws for a name that is not there. */
  export const asset: (name: string) => string
  /** The same, undefined for a name that is not there. */
  export const findAsset: (name: string) => string | undefined
}

declare module 'program:*' {
  /** The address (`file:`) of the bundled program. */
  const program: string
  export default program
}

declare module '*.ttf' {
  const bytes: Uint8Array
  export default bytes
}

declare module '*.wasm' {
  const bytes: Uint8Array
  export default bytes
}
