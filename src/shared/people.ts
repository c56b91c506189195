/**
 * People: who is asking, and what they may do.
 *
 * This is where sign-in plugs in. Until it does, the one person there is is the developer's own
 * stand-in, on the developer's own machine; a deployed stage knows nobody.
 *
 * @module
 */
import { isLocal } from '#framework/env.ts'
import { isLoopback, type HttpRequest } from '#framework/http.ts'
import { errors } from './errors.ts'

export interface Person {
  id: string
  name: string
  roles: string[]
}

/** The person who sent a request; undefined for a stranger. */
export async function findPerson({ url }: HttpRequest): Promise<Person | undefined> {
  // By another name it is asked through a tunnel, or by a page of somebody whose name points here.
  return isLocal() && isLoopback(url.hostname) ? developer() : undefined
}

/** The writer who sent a request. Throws `WRITER_REQUIRED` for everybody else. */
export async function requireWriter(request: HttpRequest): Promise<Person> {
  const person = await findPerson(request)
  if (!person?.roles.includes('writer')) throw errors.WRITER_REQUIRED()

  return person
}

function developer(): Person | undefined {
  const value = process.env['PLUGBOARD_PERSON']
  if (!value) return undefined
  try {
    const { id, name, roles = [] } = JSON.parse(value) as Person
    return { id, name, roles }
  } catch (cause) {
    const example = '{"id":"dev","name":"Robin Field","roles":["writer"]}'
    throw new Error(`PLUGBOARD_PERSON is not JSON. Set it to something like ${example}`, { cause })
  }
}
