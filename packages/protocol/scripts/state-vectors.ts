/**
 * The whole product of states and events of the channel and of the lease, null where the table refuses; and identifiers of
 * channels, made by viem.
 */
import { encodeAbiParameters, keccak256 } from 'viem'
import { channelTransitions } from '../src/channel.ts'
import { leaseTransitions } from '../src/lease.ts'
import { seededBytes, toHex } from './seeded-bytes.ts'

type Table = { readonly [state: string]: { readonly [event: string]: string | undefined } }

/** Returns the contents of `vectors/channel.json`. */
export function channelVectors(): unknown {
  return { ...stateVectors(channelTransitions), ids: channelIds() }
}

/** Returns the contents of `vectors/lease.json`. */
export function leaseVectors(): unknown {
  return stateVectors(leaseTransitions)
}

function channelIds() {
  const random = seededBytes('channel')
  return Array.from({ length: 4 }, () => {
    const [payer, operator, token] = [toHex(random(20)), toHex(random(20)), toHex(random(20))] as const
    const encoded = encodeAbiParameters(
      [{ type: 'address' }, { type: 'address' }, { type: 'address' }],
      [payer, operator, token],
    )
    return { payer, operator, token, id: keccak256(encoded) }
  })
}

function stateVectors(table: Table) {
  const states = Object.keys(table)
  const events = [...new Set(states.flatMap((state) => Object.keys(table[state] ?? {})))]
  const transitions = states.flatMap((from) =>
    events.map((event) => ({ from, event, to: table[from]?.[event] ?? null })),
  )
  return { states, events, transitions }
}
