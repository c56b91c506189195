/**
 * Universal Login: the pages on which somebody signs in or signs up.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Interaction, InteractionResults, Provider } from 'oidc-provider'
import type { TwinAnswer } from '#framework/twin.ts'
import { page, readFields, redirect, type Call } from './call.ts'
import { isEmail } from './email.ts'
import { renderMessage } from './pages/failure.ts'
import { renderLogin, simulatedErrors, type LoginView } from './pages/login.ts'
import { hashPassword, isPassword, shortestPassword } from './passwords.ts'
import type { Person } from './people.ts'
import type { Store } from './store.ts'
import { nowInSeconds } from './time.ts'

/** A visit of the sign-in pages. */
export interface Visit {
  call: Call
  store: Store
  provider: Provider
  request: IncomingMessage
  response: ServerResponse
}

/** Answers `/u/login` and `/u/signup`. */
export async function visitLogin(visit: Visit): Promise<TwinAnswer> {
  const { call, store, provider } = visit
  const interaction = await provider.Interaction.find(call.query.get('state') ?? '')
  if (!interaction) return expired(store)
  if (call.method !== 'POST') return show(visit, interaction)

  const fields = readFields(call) ?? {}
  const get = (name: string) => String(fields[name] ?? '').trim()
  switch (get('action')) {
    case 'cancel':
      return finish(interaction, {
        error: 'access_denied',
        error_description: 'User did not authorize the request',
      })
    case 'fail': {
      const failure = simulatedErrors.find(({ error }) => error === get('error'))
      if (!failure) return show(visit, interaction)
      const { error, description } = failure
      return finish(interaction, { error, error_description: description })
    }
    case 'pick':
      return pick(visit, interaction, get('person'))
    default:
      return call.path === '/u/signup'
        ? signUp(visit, interaction, { email: get('email'), password: String(fields['password']) })
        : signIn(visit, interaction, { email: get('email'), password: String(fields['password']) })
  }
}

async function pick(visit: Visit, interaction: Interaction, id: string): Promise<TwinAnswer> {
  const person = visit.store.people.find(id)
  return person ? enter(visit, interaction, person) : show(visit, interaction)
}

interface Credentials {
  email: string
  password: string
}

async function signIn(
  visit: Visit,
  interaction: Interaction,
  { email, password }: Credentials,
): Promise<TwinAnswer> {
  const person = visit.store.people.findByEmail(email)
  const isRight = person && (await isPassword(password, person.password))
  if (isRight) return enter(visit, interaction, person)
  return show(visit, interaction, { email, problem: 'Wrong email or password' })
}

async function signUp(
  visit: Visit,
  interaction: Interaction,
  { email, password }: Credentials,
): Promise<TwinAnswer> {
  if (!isEmail(email)) return show(visit, interaction, { email, problem: 'Email is not valid.' })
  if (password.length < shortestPassword) {
    const problem = `The password needs ${shortestPassword} characters or more.`
    return show(visit, interaction, { email, problem })
  }
  const person = visit.store.people.add({ email, password: await hashPassword(password) })
  if (person) return enter(visit, interaction, person)

  // Auth0 tells nobody who else has an account.
  const problem = 'Something went wrong, please try again later'
  const hint = 'Auth0 says no more than this: somebody has signed up with this address.'
  return show(visit, interaction, { email, problem, hint })
}

async function enter(visit: Visit, interaction: Interaction, person: Person): Promise<TwinAnswer> {
  const { store } = visit
  if (person.blocked) {
    return finish(interaction, {
      error: 'unauthorized',
      error_description: 'user is blocked',
    })
  }
  store.people.noteLogin(person.id)
  store.log(`auth0: ${person.name} signed in`)
  await leaveOtherSession(visit, person.id)
  return finish(interaction, { login: { accountId: person.id, ts: nowInSeconds() } })
}

// One browser is one person: whoever was here before leaves, as at Auth0.
async function leaveOtherSession({ provider, request, response }: Visit, id: string) {
  const session = await provider.Session.get(provider.createContext(request, response) as never)
  if (session.accountId && session.accountId !== id) await session.destroy()
}

async function finish(interaction: Interaction, result: InteractionResults): Promise<TwinAnswer> {
  interaction.result = result
  // The cookie of the request that began it holds it to this browser; the session may be another by now.
  delete interaction.session
  await interaction.save(interaction.exp! - nowInSeconds())
  return redirect(interaction.returnTo)
}

function show(
  { call, store }: Visit,
  { uid, params }: Interaction,
  said: Pick<LoginView, 'problem' | 'hint'> & { email?: string } = {},
): TwinAnswer {
  const { email = String(params['login_hint'] ?? ''), ...rest } = said
  const view: LoginView = {
    kind: call.path === '/u/signup' ? 'signup' : 'login',
    state: uid,
    email,
    people: store.people.list(),
    ...rest,
  }
  const status = rest.problem ? 400 : 200
  return page(status, renderLogin(view), [store.tenant.siteOrigin])
}

function expired({ tenant }: Store): TwinAnswer {
  return page(
    400,
    renderMessage({
      title: 'This sign-in is over',
      text:
        'It was finished, it was left alone for an hour, or its address is not whole. ' +
        'Begin again on the site.',
      link: { label: 'To the site', href: tenant.siteOrigin },
    }),
  )
}
