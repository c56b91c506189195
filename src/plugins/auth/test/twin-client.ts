/**
 * An application that signs people in, built on a library that knows nothing of the twin.
 *
 * @module
 */
import assert from 'node:assert/strict'
import * as client from 'openid-client'
import { clients, localAudience } from '../twin/tenant.ts'
import { createBrowser, type Browser, type Visited } from './twin-browser.ts'
import type { TestTwin } from './twin-running.ts'

/** A request that is on its way. */
export interface Begun {
  url: URL
  verifier: string
  state: string
  nonce: string
}

export type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>

export interface Application {
  config: client.Configuration
  browser: Browser
  begin: (parameters?: Record<string, string>) => Promise<Begun>
  /** Exchanges the code of an address that the browser was sent back to. */
  finish: (callback: URL, begun: Begun) => Promise<Tokens>
  /** The whole way, as one of the people on the sign-in page. */
  signIn: (person?: string, parameters?: Record<string, string>) => Promise<Tokens>
  /** The same, up to the address with the code. */
  getCode: (
    person?: string,
    parameters?: Record<string, string>,
  ) => Promise<{ callback: URL; begun: Begun }>
  refresh: (token: string) => Promise<Tokens>
}

export const scope = 'openid profile email offline_access'

/** @param twin - where it is, and where the site is that it signs people in to */
export async function createApplication({
  issuer,
  origin,
  site,
}: Pick<TestTwin, 'issuer' | 'origin' | 'site'>): Promise<Application> {
  const options = { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] }
  const config = await client.discovery(
    new URL(issuer),
    clients.site.id,
    undefined,
    client.None(),
    options,
  )
  const browser = createBrowser(origin)

  const application: Application = {
    config,
    browser,

    async begin(parameters) {
      const verifier = client.randomPKCECodeVerifier()
      const state = client.randomState()
      const nonce = client.randomNonce()
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: `${site}/signed-in`,
        scope,
        audience: localAudience,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...parameters,
      })
      return { url, verifier, state, nonce }
    },

    finish: (callback, { verifier, state, nonce }) =>
      client.authorizationCodeGrant(config, callback, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
      }),

    async getCode(person = 'writer', parameters = {}) {
      const begun = await application.begin(parameters)
      const page = await browser.open(begun.url)
      const { url: callback } = await pick(browser, page, person)
      return { callback, begun }
    },

    async signIn(person, parameters) {
      const { callback, begun } = await application.getCode(person, parameters)
      return application.finish(callback, begun)
    },

    refresh: (token) => client.refreshTokenGrant(config, token),
  }
  return application
}

/** Presses the button of somebody on the sign-in page. */
export async function pick(browser: Browser, page: Visited, person: string): Promise<Visited> {
  const rows = page.text.split('<li>')
  const row = rows.find((it) => it.includes(` ${person} ·`) || it.includes(`>${person} ·`))
  const id = row && /value="([^"]+)"/.exec(row)?.[1]
  assert.ok(id, `${person} is on the page`)
  return browser.submit(page, { action: 'pick', person: id })
}

/** What an error of the token endpoint says. */
export async function refusalOf(job: Promise<unknown>) {
  const error = await job.then(
    () => assert.fail('It was not refused'),
    (refused: client.ResponseBodyError) => refused,
  )
  const { status, error: code, error_description: description } = error
  return { status, code, description }
}

/** The claims of a token, unchecked. */
export function decode(token = ''): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<
    string,
    unknown
  >
}
