/**
 * What 400,000 people a month do with their maps: past every function.
 *
 * @module
 */
import { defineProfile, type PlayContext } from '../../../framework/cost/profile.ts'
import { mapOf50Kb } from '../test/make-map.ts'
import { pack, send, type Form, type OpenMap, type Ticket } from '../test/use-maps.ts'

let form: Form
let last: Ticket | undefined

export default defineProfile({
  users: 400_000,
  features: {
    saves: {
      about: 'The map is saved, as the page does by itself, with the form that opening it brought',
      times: 6,
      play: async ({ round, ...context }) => {
        if (round === 0) form = (await open(context)).save
        expect('201', await send(form, pack(mapOf50Kb(round))))
      },
    },
    loads: {
      about: 'A map is opened: addresses from the API, the map from storage',
      times: 12,
      play: async (context) => {
        const { load } = await open(context)
        expect(true, (await (await fetch(load!)).text()).length > 49_000)
      },
    },
    exports: {
      about: 'A map goes to storage, becomes a PDF there, and is found at the third look',
      times: 0.5,
      play: async ({ fetch: ask, as, round }) => {
        // The one of the round before is done.
        if (last) expect(200, (await fetch(last.result)).status)
        const headers = { ...(await as('reader')), 'content-type': 'application/json' }
        const init = { method: 'POST', headers, body: '{"format":"pdf"}' }
        last = (await ask('/exports', init)).json() as Ticket
        expect('201', await send(last.upload, mapOf50Kb(10_000 + round)))
        await fetch(last.result)
        await fetch(last.result)
      },
    },
  },
})

async function open({ fetch: ask, as }: Pick<PlayContext, 'fetch' | 'as'>): Promise<OpenMap> {
  return (await ask('/maps/plan', { headers: await as('reader') })).json() as OpenMap
}

function expect<T>(wanted: T, got: T): void {
  if (got !== wanted) throw new Error(`${got} instead of ${wanted}`)
}
