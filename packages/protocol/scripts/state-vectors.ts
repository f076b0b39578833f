/** The whole product of states and events of the channel and of the lease; null where the table refuses. */
import { channelTransitions } from '../src/channel.ts'
import { leaseTransitions } from '../src/lease.ts'

type Table = { readonly [state: string]: { readonly [event: string]: string | undefined } }

/** Returns the contents of `vectors/channel.json`. */
export function channelVectors(): unknown {
  return stateVectors(channelTransitions)
}

/** Returns the contents of `vectors/lease.json`. */
export function leaseVectors(): unknown {
  return stateVectors(leaseTransitions)
}

function stateVectors(table: Table) {
  const states = Object.keys(table)
  const events = [...new Set(states.flatMap((state) => Object.keys(table[state] ?? {})))]
  const transitions = states.flatMap((from) =>
    events.map((event) => ({ from, event, to: table[from]?.[event] ?? null })),
  )
  return { states, events, transitions }
}
