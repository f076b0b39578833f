/** Constraints on what an offer is (terms, class, place, proof, whose), and facts that rule it out whatever the order says. */
import { type RegionName, regionNames } from '@millrace/protocol'
import { regionIndexOf } from '../book/book-entry.ts'
import { type BookIndex, nextOfNodeColumn, slotColumn } from '../book/book-index.ts'
import {
  attestedAll,
  attestedAny,
  bitOfCode,
  classesAny,
  expiresLeast,
  expiresMost,
  flagsAll,
  flagsAny,
  regionsAny,
  termsAny,
} from '../book/leaf-bounds.ts'
import {
  attested,
  expires,
  kind,
  leafShift,
  node,
  operator,
  place,
  unavailableFlag,
  withdrawnFlag,
} from '../book/offer-rows.ts'
import type { ConstraintName, MatchOrder } from './match-order.ts'
import { bitsOf, fails, mixed, passes, type Screen, verdictOf } from './screen.ts'

/** Returns the screens that the order's limits are not. */
export function choiceScreens(index: BookIndex, order: MatchOrder, nowMs: number): readonly Screen[] {
  const screens = [expiredScreen(nowMs), withdrawnScreen, unavailableScreen(index, nowMs)]
  const { excludedNodes, terms, resourceClass, regions, countries, attestations, operators, nodes } = order
  if (excludedNodes !== undefined) screens.push(nodesScreen('excludedNodes', index, excludedNodes))
  if (terms !== undefined) screens.push(codeScreen('terms', 16, termsAny, terms))
  if (resourceClass !== undefined) screens.push(codeScreen('resourceClass', 8, classesAny, resourceClass))
  if (regions !== undefined) screens.push(regionsScreen(regions))
  if (countries !== undefined) screens.push(countriesScreen(countries))
  if (attestations !== undefined) screens.push(attestationsScreen(attestations))
  if (operators !== undefined) screens.push(operatorsScreen(index, operators))
  if (nodes !== undefined) screens.push(nodesScreen('nodes', index, nodes))
  return screens
}

function expiredScreen(nowMs: number): Screen {
  return {
    name: 'expired',
    decide: (bounds, at) =>
      verdictOf(
        (bounds[at + expiresLeast] as number) * 1_000 > nowMs,
        (bounds[at + expiresMost] as number) * 1_000 <= nowMs,
      ),
    mark(block, first, count, bit, masks) {
      const start = expires + first
      for (let i = 0; i < count; i++) {
        if ((block[start + i] as number) * 1_000 <= nowMs) masks[i] = (masks[i] as number) | bit
      }
    },
  }
}

const withdrawnScreen: Screen = {
  name: 'withdrawn',
  decide: (bounds, at) =>
    verdictOf(
      ((bounds[at + flagsAny] as number) & withdrawnFlag) === 0,
      ((bounds[at + flagsAll] as number) & withdrawnFlag) !== 0,
    ),
  mark(block, first, count, bit, masks) {
    const start = place + first
    for (let i = 0; i < count; i++) {
      if (((block[start + i] as number) & withdrawnFlag) !== 0) masks[i] = (masks[i] as number) | bit
    }
  },
}

function unavailableScreen(index: BookIndex, nowMs: number): Screen {
  return {
    name: 'unavailable',
    decide: (bounds, at) => (((bounds[at + flagsAny] as number) & unavailableFlag) === 0 ? passes : mixed),
    mark(block, first, count, bit, masks) {
      for (let i = 0; i < count; i++) {
        if (((block[place + first + i] as number) & unavailableFlag) === 0) continue
        if (index.nodes.unavailableUntil(block[node + first + i] as number) > nowMs) {
          masks[i] = (masks[i] as number) | bit
        }
      }
    },
  }
}

function codeScreen(name: 'terms' | 'resourceClass', shift: number, bound: number, code: number): Screen {
  const wanted = bitOfCode(code)
  const isOwnBit = code < 31
  return {
    name,
    decide(bounds, at) {
      const present = bounds[at + bound] as number
      return verdictOf(present === wanted && isOwnBit, (present & wanted) === 0)
    },
    mark(block, first, count, bit, masks) {
      const start = kind + first
      for (let i = 0; i < count; i++) {
        if ((((block[start + i] as number) >>> shift) & 255) !== code) masks[i] = (masks[i] as number) | bit
      }
    },
    choice: {
      from: code,
      choiceOf: (block, row) => ((block[kind + row] as number) >>> shift) & 255,
      toChoice: (other) => other,
      sizeOf: () => 1,
    },
  }
}

function regionsScreen(regions: readonly RegionName[]): Screen {
  let allowed = 0
  for (const region of regions) allowed |= 1 << regionNames.indexOf(region)
  return {
    name: 'regions',
    decide(bounds, at) {
      const present = bounds[at + regionsAny] as number
      return verdictOf((present & ~allowed) === 0, (present & allowed) === 0)
    },
    mark(block, first, count, bit, masks) {
      const start = kind + first
      for (let i = 0; i < count; i++) {
        if (((allowed >>> ((block[start + i] as number) & 31)) & 1) === 0) masks[i] = (masks[i] as number) | bit
      }
    },
    choice: {
      from: regions,
      choiceOf: (block, row) => (block[kind + row] as number) & 31,
      toChoice: (region) => [...regions, regionNames[region] as RegionName],
      sizeOf: () => 1,
    },
  }
}

function countriesScreen(countries: readonly number[]): Screen {
  const allowed = new Set(countries)
  let regions = 0
  for (const country of allowed) regions |= 1 << regionIndexOf(country)
  return {
    name: 'countries',
    decide: (bounds, at) => (((bounds[at + regionsAny] as number) & regions) === 0 ? fails : mixed),
    mark(block, first, count, bit, masks) {
      const start = place + first
      for (let i = 0; i < count; i++) {
        if (!allowed.has((block[start + i] as number) & 0xffff)) masks[i] = (masks[i] as number) | bit
      }
    },
    choice: {
      from: countries,
      choiceOf: (block, row) => (block[place + row] as number) & 0xffff,
      toChoice: (country) => [...countries, country],
      sizeOf: () => 1,
    },
  }
}

function attestationsScreen(needed: number): Screen {
  return {
    name: 'attestations',
    decide: (bounds, at) =>
      verdictOf(
        (~(bounds[at + attestedAll] as number) & needed) === 0,
        (~(bounds[at + attestedAny] as number) & needed) !== 0,
      ),
    mark(block, first, count, bit, masks) {
      const start = attested + first
      for (let i = 0; i < count; i++) {
        if ((~(block[start + i] as number) & needed) !== 0) masks[i] = (masks[i] as number) | bit
      }
    },
    choice: {
      from: needed,
      choiceOf: (block, row) => (needed & ~(block[attested + row] as number)) >>> 0,
      toChoice: (missing) => (needed & ~missing) >>> 0,
      sizeOf: bitsOf,
    },
  }
}

function operatorsScreen(index: BookIndex, operators: NonNullable<MatchOrder['operators']>): Screen {
  const wanted = new Set(operators.map((address) => index.operators.find(address)))
  wanted.delete(-1)
  return {
    name: 'operators',
    decide: () => (wanted.size === 0 ? fails : mixed),
    mark(block, first, count, bit, masks) {
      const start = operator + first
      for (let i = 0; i < count; i++) {
        if (!wanted.has(block[start + i] as number)) masks[i] = (masks[i] as number) | bit
      }
    },
    choice: { from: operators, choiceOf: () => 0, toChoice: () => undefined, sizeOf: () => 1 },
  }
}

/** Only the leaves with an offer of a listed node are asked row by row. */
function nodesScreen(
  name: ConstraintName & ('nodes' | 'excludedNodes'),
  index: BookIndex,
  nodes: readonly `0x${string}`[],
): Screen {
  const listed = new Set(nodes.map((address) => index.nodes.names.find(address)))
  listed.delete(-1)
  const leaves = new Set<number>()
  for (const number of listed) addLeavesOf(index, number, leaves)
  const isWanted = name === 'nodes'
  const elsewhere = isWanted ? fails : passes
  return {
    name,
    decide: (_bounds, _at, leaf) => (leaves.has(leaf) ? mixed : elsewhere),
    mark(block, first, count, bit, masks) {
      const start = node + first
      for (let i = 0; i < count; i++) {
        if (listed.has(block[start + i] as number) !== isWanted) masks[i] = (masks[i] as number) | bit
      }
    },
    ...(isWanted ? { choice: { from: nodes, choiceOf: () => 0, toChoice: () => undefined, sizeOf: () => 1 } } : {}),
  }
}

function addLeavesOf(index: BookIndex, number: number, leaves: Set<number>): void {
  const { records, nodes } = index
  for (let next = nodes.head(number); next !== 0; next = records.get(next - 1, nextOfNodeColumn)) {
    leaves.add(records.get(next - 1, slotColumn) >> leafShift)
  }
}
