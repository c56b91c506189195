/**
 * `/twin`: what a tenant's dashboard is for, and what only a twin can do.
 *
 * @module
 */
import type { TwinAnswer } from '#framework/twin.ts'
import { json, page, readFields, redirect, text, type Call } from './call.ts'
import { renderDesk } from './pages/desk.ts'
import { act, toState } from './state.ts'
import type { Store } from './store.ts'
import { issueTokens } from './tokens.ts'

/** Answers `/twin` and all that is below it. */
export async function visitDesk(call: Call, store: Store): Promise<TwinAnswer> {
  const { tenant } = store
  const { origin } = call.headers
  const isOwn = origin === undefined || [tenant.siteOrigin, tenant.origin].includes(origin)
  if (!isOwn)
    return refuse(403, `Pages of ${tenant.siteOrigin} may ask here, those of ${origin} not`)

  const answer = await answerOwn(call, store)
  if (origin === undefined) return answer
  return {
    ...answer,
    headers: { ...answer.headers, 'access-control-allow-origin': origin, vary: 'Origin' },
  }
}

async function answerOwn(call: Call, store: Store): Promise<TwinAnswer> {
  switch (call.name) {
    case 'GET /twin':
      return page(200, await renderDesk({ store, said: call.query.get('said') ?? '' }))
    case 'GET /twin/state':
      return json(200, await toState(store))
    case 'GET /twin/tokens':
      return json(200, { people: store.people.list().map(toChoice) })
    case 'POST /twin/tokens':
      return giveTokens(call, store)
    case 'POST /twin/rotate-keys':
      return done(await act(store, 'rotate-keys'))
    case 'POST /twin/revoke-previous':
      return done(await act(store, 'revoke-previous'))
    case 'POST /twin/settings':
      return changeSettings(call, store)
    case 'POST /twin/act':
      return press(call, store)
    case 'OPTIONS /twin/tokens':
      return preflight()
    default:
      return refuse(404, `There is no ${call.name}`)
  }
}

// Whose token can be had: by handle, or by id of who signed up.
function toChoice({ handle, id, name }: { handle?: string; id: string; name: string }) {
  return { id: handle ?? id, name }
}

async function giveTokens(call: Call, store: Store): Promise<TwinAnswer> {
  const fields = readFields(call)
  const { person: wanted, client, claims, expires_in: expiresIn } = fields ?? {}
  if (!fields || (wanted === undefined) === (client === undefined)) {
    return refuse(400, 'Say whose: {"person":"writer"}, or {"client":true} for a program')
  }
  const person = wanted === undefined ? undefined : store.people.findByAny(String(wanted))
  if (wanted !== undefined && !person) {
    const all = store.people.list().map(({ handle, email }) => handle ?? email)
    return refuse(404, `There is no ${String(wanted)}; there are ${all.join(', ')}`)
  }
  const isTime = expiresIn === undefined || Number.isSafeInteger(expiresIn)
  const isObject = claims === undefined || (typeof claims === 'object' && claims !== null)
  if (!isTime || !isObject) return refuse(400, 'expires_in is in seconds, claims is an object')

  const tokens = await issueTokens(store, {
    ...(person && { person }),
    ...(expiresIn !== undefined && { expiresIn: expiresIn as number }),
    ...(claims !== undefined && { claims: claims as Record<string, unknown> }),
  })
  return json(200, tokens)
}

function changeSettings(call: Call, { settings }: Store): TwinAnswer {
  const fields = readFields(call) ?? {}
  const values = Object.entries(fields).map(([name, value]) => [name, Number(value)])
  try {
    return json(200, settings.set(Object.fromEntries(values) as Record<string, number>))
  } catch (error) {
    return refuse(400, (error as Error).message)
  }
}

// A button of the page: back to it, with what was done.
async function press(call: Call, store: Store): Promise<TwinAnswer> {
  const { action, id } = readFields(call) ?? {}
  const said = await act(store, String(action), String(id ?? '')).catch(
    (error: Error) => error.message,
  )
  return redirect(`/twin?said=${encodeURIComponent(said)}`)
}

function preflight(): TwinAnswer {
  const answer = text(204, '')
  const headers = {
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
  }
  return { ...answer, headers: { ...answer.headers, ...headers } }
}

function done(said: string): TwinAnswer {
  return json(200, { said })
}

function refuse(status: number, error_description: string): TwinAnswer {
  return json(status, { error: 'twin', error_description })
}
