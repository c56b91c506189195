/**
 * What the same 400,000 people do, were every map to pass through functions.
 *
 * @module
 */
import { defineProfile } from '../../../../framework/cost/profile.ts'
import { mapOf50Kb } from '../../test/make-map.ts'

export default defineProfile({
  users: 400_000,
  features: {
    saves: {
      about: 'The map is sent to a function, which puts it into storage',
      times: 6,
      play: async ({ fetch, as, round }) => {
        const headers = { ...(await as('reader')), 'content-type': 'application/json' }
        const init = { method: 'PUT', headers, body: mapOf50Kb(round) }
        expect(204, (await fetch('/maps/plan', init)).status)
      },
    },
    loads: {
      about: 'A function reads the map from storage, and answers it',
      times: 12,
      play: async ({ fetch, as }) => {
        expect(200, (await fetch('/maps/plan', { headers: await as('reader') })).status)
      },
    },
    exports: {
      about: 'A map goes to a function, becomes a PDF by a job, and is found at the third look',
      times: 0.5,
      play: async ({ fetch, as, round }) => {
        const person = await as('reader')
        // The one of the round before is done.
        const path = (of: number) => `/exports/${of}`
        if (round > 0) expect(200, (await fetch(path(round - 1), { headers: person })).status)
        const headers = { ...person, 'content-type': 'application/json' }
        const init = { method: 'POST', headers, body: mapOf50Kb(20_000 + round) }
        expect(204, (await fetch(path(round), init)).status)
        expect(404, (await fetch('/exports/none', { headers: person })).status)
        expect(404, (await fetch('/exports/none', { headers: person })).status)
      },
    },
  },
})

function expect(wanted: number, got: number): void {
  if (got !== wanted) throw new Error(`${got} instead of ${wanted}`)
}
