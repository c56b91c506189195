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

declare module 'plugboard:layout' {
  import type { Page } from '#framework/site.ts'
  import type { SafeHtml } from '#framework/html.ts'
  /** The app's `src/shared/render-page.ts`: a service's page in the site's own layout. */
  export const renderPage: (page: Page) => SafeHtml
  /** What the services' pieces on a page add to its Content-Security-Policy. */
  export const toCsp: () => Record<string, string[]>
}

declare module 'plugboard:assets' {
  /** The address of a file that `src/browser/` bundles into `public/build/`; throws for a name that is not there. */
  export const asset: (name: string) => string
}
