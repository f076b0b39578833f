/** Constraints on what an offer is (terms, class, place, proof, whose), and facts that rule it out whatever the order says. */
import { type RegionName, regionNames } from '@millrace/protocol'
import { regionIndexOf } from '../book/book-entry.ts'
import { type BookIndex, nextOfNodeColumn, slotColumn } from '../book/book-index.ts'
import { bitsOf } from '../book/flag-sets.ts'
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
import { leastPassing, lowestBit, markBelow, markCodes, markMissing, markWhere, wordsFor } from './row-bits.ts'
import { fails, mixed, passes, type Screen, verdictOf } from './screen.ts'

/** Returns the screens that the order's limits are not. */
export function choiceScreens(index: BookIndex, order: MatchOrder, nowMs: number): readonly Screen[] {
  const screens = [expiredScreen(nowMs), withdrawnScreen(index), unavailableScreen(index, nowMs)]
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
  const least = leastPassing(nowMs / 1_000, (seconds) => seconds * 1_000 > nowMs)
  const limit = { shift: 0, least }
  return {
    name: 'expired',
    decide: (bounds, at) =>
      verdictOf((bounds[at + expiresLeast] as number) >= least, (bounds[at + expiresMost] as number) < least),
    fails: (block, row) => (block[expires + row] as number) < least,
    mark: (block, first, count, bits, at) => markBelow(block, expires + first, count, limit, bits, at),
  }
}

function withdrawnScreen({ leaves }: BookIndex): Screen {
  return {
    name: 'withdrawn',
    decide: (bounds, at) =>
      verdictOf(
        ((bounds[at + flagsAny] as number) & withdrawnFlag) === 0,
        ((bounds[at + flagsAll] as number) & withdrawnFlag) !== 0,
      ),
    mark: (_block, _first, count, bits, at, leaf) => leaves.flags.copyWithdrawn(leaf, wordsFor(count), bits, at),
  }
}

function unavailableScreen({ nodes, leaves }: BookIndex, nowMs: number): Screen {
  const isNoneOver = nowMs < nodes.unavailableLeast
  return {
    name: 'unavailable',
    decide: (bounds, at) => (((bounds[at + flagsAny] as number) & unavailableFlag) === 0 ? passes : mixed),
    mark(block, first, count, bits, at, leaf) {
      const words = wordsFor(count)
      leaves.flags.copyUnavailable(leaf, words, bits, at)
      if (isNoneOver) return
      for (let word = 0; word < words; word++) {
        for (let left = bits[at + word] as number; left !== 0; left &= left - 1) {
          const row = word * 32 + lowestBit(left)
          const isOver = row < count && nodes.unavailableUntil(block[node + first + row] as number) <= nowMs
          if (isOver) bits[at + word] = (bits[at + word] as number) ^ (left & -left)
        }
      }
    },
  }
}

function codeScreen(name: 'terms' | 'resourceClass', shift: number, bound: number, code: number): Screen {
  const wanted = bitOfCode(code)
  const isOwnBit = code < 31
  const codes = { shift, table: tableButOne(code) }
  return {
    name,
    decide(bounds, at) {
      const present = bounds[at + bound] as number
      return verdictOf(present === wanted && isOwnBit, (present & wanted) === 0)
    },
    mark: (block, first, count, bits, at) => markCodes(block, kind + first, count, codes, bits, at),
    choice: {
      from: code,
      choiceOf: (block, row) => ((block[kind + row] as number) >>> shift) & 255,
      toChoice: (other) => other,
      sizeOf: () => 1,
    },
  }
}

/** Returns 1 for every code but those allowed. @param size - a power of two. */
function tableBut(allowed: Iterable<number>, size: number): Uint8Array {
  const table = new Uint8Array(size).fill(1)
  for (const code of allowed) table[code] = 0
  return table
}

/** Tables of the codes of a byte, made when first asked for. */
const byteTables: Uint8Array[] = []

function tableButOne(code: number): Uint8Array {
  byteTables[code] ??= tableBut([code], 256)
  return byteTables[code]
}

function regionsScreen(regions: readonly RegionName[]): Screen {
  let allowed = 0
  for (const region of regions) allowed |= 1 << regionNames.indexOf(region)
  const codes = {
    shift: 0,
    table: tableBut(
      regions.map((region) => regionNames.indexOf(region)),
      32,
    ),
  }
  return {
    name: 'regions',
    decide(bounds, at) {
      const present = bounds[at + regionsAny] as number
      return verdictOf((present & ~allowed) === 0, (present & allowed) === 0)
    },
    mark: (block, first, count, bits, at) => markCodes(block, kind + first, count, codes, bits, at),
    choice: {
      from: regions,
      choiceOf: (block, row) => (block[kind + row] as number) & 31,
      toChoice: (region) => [...regions, regionNames[region] as RegionName],
      sizeOf: () => 1,
    },
  }
}

/** Country codes are below 1,000; the next power of two. */
const countryCodes = 1_024

function countriesScreen(countries: readonly number[]): Screen {
  let regions = 0
  for (const country of countries) regions |= 1 << regionIndexOf(country)
  const codes = { shift: 0, table: tableBut(countries, countryCodes) }
  return {
    name: 'countries',
    decide: (bounds, at) => (((bounds[at + regionsAny] as number) & regions) === 0 ? fails : mixed),
    mark: (block, first, count, bits, at) => markCodes(block, place + first, count, codes, bits, at),
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
    mark: (block, first, count, bits, at) => markMissing(block, attested + first, count, needed, bits, at),
    choice: {
      from: needed,
      choiceOf: (block, row) => (needed & ~(block[attested + row] as number)) >>> 0,
      toChoice: (missing) => (needed & ~missing) >>> 0,
      sizeOf: bitsOf,
      includes: (missing, other) => (other & ~missing) === 0,
    },
  }
}

function operatorsScreen(index: BookIndex, operators: NonNullable<MatchOrder['operators']>): Screen {
  const wanted = new Set(operators.map((address) => index.operators.find(address)))
  wanted.delete(-1)
  return {
    name: 'operators',
    decide: () => (wanted.size === 0 ? fails : mixed),
    mark: (block, first, count, bits, at) =>
      markWhere(count, (i) => !wanted.has(block[operator + first + i] as number), bits, at),
    choice: { from: operators, choiceOf: () => 0, toChoice: () => undefined, sizeOf: () => 1 },
  }
}

/** Only leaves with an offer of a listed node, and their groups, are asked further. */
function nodesScreen(
  name: ConstraintName & ('nodes' | 'excludedNodes'),
  index: BookIndex,
  nodes: readonly `0x${string}`[],
): Screen {
  const listed = new Set(nodes.map((address) => index.nodes.names.find(address)))
  listed.delete(-1)
  const places = new Set<number>()
  for (const number of listed) addPlacesOf(index, number, places)
  const isWanted = name === 'nodes'
  const elsewhere = isWanted ? fails : passes
  return {
    name,
    decide: (_bounds, _at, place) => (places.has(place) ? mixed : elsewhere),
    mark: (block, first, count, bits, at) =>
      markWhere(count, (i) => listed.has(block[node + first + i] as number) !== isWanted, bits, at),
    ...(isWanted ? { choice: { from: nodes, choiceOf: () => 0, toChoice: () => undefined, sizeOf: () => 1 } } : {}),
  }
}

function addPlacesOf({ records, nodes, leaves }: BookIndex, number: number, places: Set<number>): void {
  for (let next = nodes.head(number); next !== 0; next = records.get(next - 1, nextOfNodeColumn)) {
    const leaf = records.get(next - 1, slotColumn) >> leafShift
    places.add(leaf).add(~leaves.groups.groupOf(leaf))
  }
}
