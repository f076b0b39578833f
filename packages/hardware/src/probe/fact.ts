/**
 * What is known of a machine, in three states: present, with the value and who says so; absent, because a source that would know
 * says there is none; unknown, with the reason. A failure to look is never absence, and no failure is zero.
 */

export type Fact<T> =
  | { readonly state: 'present'; readonly value: T; readonly source: string; readonly note?: string }
  | { readonly state: 'absent'; readonly source: string }
  | { readonly state: 'unknown'; readonly reason: string }

/** Longest reason, in characters: tools print what they like. */
const reasonCharsMax = 240

export function present<T>(value: T, source: string, note?: string): Fact<T> {
  return { state: 'present', value, source, ...(note === undefined ? {} : { note }) }
}

export function absent<T>(source: string): Fact<T> {
  return { state: 'absent', source }
}

/** Returns an unknown with its reason on one line, bounded. */
export function unknown<T>(reason: string): Fact<T> {
  const line = reason.replaceAll(/[^\P{C}\t]+|\s+/gu, ' ').trim()
  return { state: 'unknown', reason: line === '' ? 'no reason given' : line.slice(0, reasonCharsMax) }
}

/** Returns what a source says, or its failure as unknown. @throws the signal's reason on abort. */
export async function factOf<T>(
  source: string,
  signal: AbortSignal,
  look: () => Promise<T | undefined>,
): Promise<Fact<T>> {
  try {
    const value = await look()
    return value === undefined ? absent(source) : present(value, source)
  } catch (error) {
    signal.throwIfAborted()
    return unknown(`${source}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/**
 * Returns what several sources say together: the lower of the numbers, with a note where they differ by more than a share of
 * the higher; absent where none has a value and one knows there is none; else every reason.
 *
 * @param shareMax - difference that is no disagreement, such as what a kernel keeps for itself.
 */
export function lowest(facts: readonly Fact<number>[], shareMax = 0): Fact<number> {
  const found = facts.filter((fact) => fact.state === 'present').sort((a, b) => a.value - b.value)
  const [least] = found
  const most = found.at(-1)
  if (least === undefined || most === undefined) return firstState(facts)
  if (most.value - least.value <= most.value * shareMax) return least
  const said = found.map(({ source, value }) => `${source} says ${value}`).join(', ')
  return present(least.value, least.source, `sources disagree, the lowest counts: ${said}`)
}

/** Returns the first present of some facts, else an absence, else every reason. */
export function firstState<T>(facts: readonly Fact<T>[]): Fact<T> {
  const found = facts.find(({ state }) => state === 'present') ?? facts.find(({ state }) => state === 'absent')
  if (found !== undefined) return found
  return unknown(facts.map((fact) => (fact.state === 'unknown' ? fact.reason : '')).join('; '))
}
