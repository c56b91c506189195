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
      about: 'The map is sent to a function, which answers a PDF',
      times: 0.5,
      play: async ({ fetch, as, round }) => {
        const headers = { ...(await as('reader')), 'content-type': 'application/json' }
        const init = { method: 'POST', headers, body: mapOf50Kb(20_000 + round) }
        expect(200, (await fetch('/convert/mind-map?format=pdf', init)).status)
      },
    },
  },
})

function expect(wanted: number, got: number): void {
  if (got !== wanted) throw new Error(`${got} instead of ${wanted}`)
}
