/**
 * What graphql-yoga's engine takes of `@whatwg-node/fetch`, in its place in every bundle: answering a
 * request needs neither undici nor a Response, and loading them costs more than the engine itself.
 *
 * @module
 */
export const URLSearchParams = globalThis.URLSearchParams
export const Response = undefined
