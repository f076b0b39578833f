/**
 * Vectors of panel draws. A case is a history of the roll (who did what, in order, for the contract to go through; people and builds by
 * index), the roll that it leads to (for TypeScript), a query and what it draws. The expectations come from the plain loop below, written
 * from the rules of `IAuditorRoll.sol`, letter by letter.
 */
import { createHash } from 'node:crypto'
import { keccak_256 } from '@noble/hashes/sha3.js'

type Hex = `0x${string}`
/** What happened, in the order of these names: the contract's test knows them by index. */
export const eventKinds = [
  'join',
  'list',
  'unlist',
  'request-leave',
  'finish-leave',
  'miss',
  'resume',
  'unbond',
] as const
type EventKind = (typeof eventKinds)[number]

type Enrolled = {
  auditor: Hex
  operator: Hex
  subnet: Hex
  classes: number
  joinedAt: number
  leaveRequestedAt: number
  missedInARow: number
  isBonded: boolean
  builds: { build: Hex; since: number }[]
}

const caseCount = 10
const eventsPerCase = 140
const openingStep = 90
const leaveSeconds = 86_400
const genesis = 1_800_000_000
const noAddress: Hex = `0x${'0'.repeat(40)}`

/** Returns the text of `vectors/panel.json`. */
export function panelVectors(): string {
  const seeds = [1, 2].map((round) => {
    const [beacon, caseId] = [hexOf(`beacon ${round}`, 32), hexOf(`case ${round}`, 32)]
    return { beacon, caseId, round, seed: keccak(beacon, caseId, wordOf(round)) }
  })
  const cases = Array.from({ length: caseCount }, (_, i) => panelCase(i))
  const tallies = tallyCases()
  const lines = (rows: readonly unknown[]) => rows.map((row) => `\n  ${JSON.stringify(row)}`).join(',')
  return `{\n "leaveSeconds": ${leaveSeconds},\n "seeds": [${lines(seeds)}\n ],\n "tallies": [${lines(tallies)}\n ],\n "cases": [${lines(cases)}\n ]\n}\n`
}

function panelCase(number: number) {
  const below = numbersFrom(`panel ${number}`)
  const history = {
    times: [] as number[],
    kinds: [] as number[],
    who: [] as number[],
    classes: [] as number[],
    builds: [] as number[],
  }
  const slots: (Enrolled | null)[] = []
  const free: number[] = []
  const pool = Array.from({ length: 24 }, (_, i) => ({
    auditor: hexOf(`auditor ${number} ${i}`, 20),
    operator: hexOf(`operator ${number} ${i % (number % 2 === 0 ? 24 : 9)}`, 20),
    subnet: hexOf(`subnet ${number} ${i % 17}`, 8),
  }))
  const builds = [0, 1, 2].map((i) => hexOf(`build ${i}`, 32))
  const unbonded = new Set<Hex>()
  let time = genesis
  let [openedAt, slotsAtOpening] = [0, 0]

  const note = (kind: EventKind, who: (typeof pool)[number], classes = 0, build = 0) => {
    history.times.push(time)
    history.kinds.push(eventKinds.indexOf(kind))
    history.who.push(pool.indexOf(who))
    history.classes.push(classes)
    history.builds.push(build)
  }
  for (let step = 0; step < eventsPerCase; step++) {
    // What happens at the time of the opening is not before it.
    const isAtOpening = Math.abs(step - openingStep) < 12
    time += isAtOpening || below(3) === 0 ? 0 : 1 + below(40_000)
    if (step === openingStep) [openedAt, slotsAtOpening] = [time, slots.length]
    const who = pool[below(pool.length)] as (typeof pool)[number]
    const enrolled = slots.find((entry) => entry?.auditor === who.auditor)
    if (enrolled === null || enrolled === undefined) {
      const classes = [4, 6, 14, 12, 14, 14, 2, 14][below(8)] as number
      const slot = free.pop() ?? slots.length
      slots[slot] = {
        ...who,
        classes,
        joinedAt: time,
        leaveRequestedAt: 0,
        missedInARow: 0,
        isBonded: true,
        builds: [],
      }
      note('join', who, classes)
      continue
    }
    const action = below(12)
    if (action <= 6) {
      const index = below(3)
      const build = builds[index] as Hex
      const listed = enrolled.builds.findIndex((entry) => entry.build === build)
      if (listed === -1) enrolled.builds.push({ build, since: time })
      else if (below(3) > 0) continue
      else enrolled.builds.splice(listed, 1)
      note(listed === -1 ? 'list' : 'unlist', who, 0, index)
    } else if (action <= 7 && enrolled.leaveRequestedAt === 0) {
      enrolled.leaveRequestedAt = time
      note('request-leave', who)
    } else if (action <= 9 && enrolled.leaveRequestedAt !== 0 && time > enrolled.leaveRequestedAt + leaveSeconds) {
      const slot = slots.indexOf(enrolled)
      slots[slot] = null
      free.push(slot)
      note('finish-leave', who)
    } else if (action === 10) {
      const times = 1 + below(5)
      for (let i = 0; i < times; i++) {
        enrolled.missedInARow++
        note('miss', who)
      }
    } else if (action === 11 && enrolled.missedInARow > 0) {
      enrolled.missedInARow = 0
      note('resume', who)
    } else if (below(6) === 0) {
      unbonded.add(who.operator)
      note('unbond', who)
    }
  }
  for (const entry of slots) if (entry !== null) entry.isBonded = !unbonded.has(entry.operator)

  const exactness = [2, 2, 1, 3][number % 4] as number
  const taken = number % 3 === 0 ? [] : slots.filter((entry) => entry !== null).slice(0, 1 + (number % 2))
  const query = {
    seed: hexOf(`seed ${number}`, 32),
    firstProbe: number === 4 ? 17 : 0,
    probesMax: number === 5 ? 6 : 400,
    slots: number === 7 ? 0 : slotsAtOpening,
    wanted: number % 5 === 0 ? 1 : 5,
    openedAt,
    exactness,
    build: builds[number % 3] as Hex,
    accused: pool[0]?.operator ?? noAddress,
    accusedSubnet: number === 8 ? '0x0000000000000000' : (pool[1]?.subnet ?? '0x'),
    reporter: (number % 2 === 0 ? pool[2]?.operator : pool[2]?.auditor) ?? noAddress,
  }
  const { drawn, nextProbe } = plainDraw(query, slots, taken)
  const people = {
    auditors: pool.map(({ auditor }) => auditor),
    operators: pool.map(({ operator }) => operator),
    // As a word: the contract's test reads no 8 bytes.
    subnets: pool.map(({ subnet }) => `${subnet}${'0'.repeat(48)}`),
  }
  return { people, builds, history, roll: slots, query, taken: taken.map(({ auditor }) => auditor), drawn, nextProbe }
}

/** Panels of the sizes in use with every kind of verdict; outcomes, decisions and deeds by the contract's numbers. */
function tallyCases() {
  const below = numbersFrom('tallies')
  const sizes = [
    [3, 2],
    [5, 3],
    [5, 4],
    [7, 5],
    [11, 6],
  ] as const
  return sizes.flatMap(([size, needed]) =>
    Array.from({ length: 20 }, (_, i) => {
      // The panel as it sat, and those drawn again for who gave no verdict.
      const sat = Array.from({ length: size }, () => (i % 4 === 3 ? 1 + below(2) : below(4)))
      const verdicts = sat.filter((outcome) => outcome === 1 || outcome === 2).length
      const again = i % 3 === 0 ? Array.from({ length: size - verdicts }, () => below(4)) : []
      const outcomes = [...sat, ...again]
      const cheated = outcomes.filter((outcome) => outcome === 2).length
      const honest = outcomes.filter((outcome) => outcome === 1).length
      const decision = cheated >= needed ? 2 : size - honest < needed ? 1 : 0
      const deeds = outcomes.map((outcome) => {
        if (outcome === 0) return 3
        if (outcome === 3) return 2
        return decision !== 0 && outcome !== decision ? 1 : 0
      })
      return { size, needed, outcomes, decision, missing: size - honest - cheated, deeds }
    }),
  )
}

/** The rules of `IAuditorRoll.sol`, a to h. */
function plainDraw(
  query: { seed: Hex; firstProbe: number; probesMax: number; slots: number; wanted: number; openedAt: number } & {
    exactness: number
    build: Hex
    accused: Hex
    accusedSubnet: string
    reporter: Hex
  },
  slots: readonly (Enrolled | null)[],
  taken: readonly Enrolled[],
) {
  const panel = [...taken]
  let nextProbe = query.firstProbe
  for (; nextProbe < query.firstProbe + query.probesMax; nextProbe++) {
    if (panel.length === taken.length + query.wanted || query.slots === 0) break
    const entry = slots[Number(BigInt(keccak(query.seed, wordOf(nextProbe))) % BigInt(query.slots))]
    if (entry === undefined || entry === null || entry.joinedAt >= query.openedAt) continue // a
    if (entry.leaveRequestedAt > 0 && entry.leaveRequestedAt < query.openedAt) continue // b
    if (Math.floor(entry.classes / 2 ** query.exactness) % 2 === 0) continue // c
    const listed = entry.builds.find(({ build }) => build === query.build)
    if (query.exactness === 2 && !(listed !== undefined && listed.since < query.openedAt)) continue // d
    if ([query.accused, query.reporter].includes(entry.operator) || entry.auditor === query.reporter) continue // e
    if (entry.subnet === query.accusedSubnet) continue // f
    if (entry.missedInARow >= 4 || !entry.isBonded) continue // g
    const isSame = (other: Enrolled) =>
      other.auditor === entry.auditor || other.operator === entry.operator || other.subnet === entry.subnet
    if (panel.some(isSame)) continue // h
    panel.push(entry)
  }
  return { drawn: panel.slice(taken.length).map(({ auditor }) => auditor), nextProbe }
}

function numbersFrom(seed: string): (count: number) => number {
  let counter = 0
  return (count) => createHash('sha256').update(`${seed}:${counter++}`).digest().readUInt32BE(0) % count
}

function hexOf(text: string, bytes: number): Hex {
  return `0x${createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 2 * bytes)}`
}

function wordOf(value: number): Hex {
  return `0x${value.toString(16).padStart(64, '0')}`
}

function keccak(...words: readonly Hex[]): Hex {
  const bytes = Buffer.from(words.map((word) => word.slice(2)).join(''), 'hex')
  return `0x${Buffer.from(keccak_256(bytes)).toString('hex')}`
}
