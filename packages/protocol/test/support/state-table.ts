import { expect } from 'vitest'

type Table = { readonly [state: string]: { readonly [event: string]: string | undefined } }

/** Checks that every transition ends in a state of the table and every state is reachable from the first. */
export function expectClosedAndReachable(table: Table, initial: string): void {
  const states = Object.keys(table)
  const reached = new Set([initial])
  for (let size = 0; size !== reached.size; ) {
    size = reached.size
    for (const state of [...reached]) for (const next of Object.values(table[state] ?? {})) reached.add(String(next))
  }
  expect([...reached].sort()).toEqual(states.sort())
}
