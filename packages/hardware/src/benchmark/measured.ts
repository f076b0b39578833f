/** What a benchmark found: a figure, or why there is none. "Could not test" is no figure of 0 and speaks against nobody. */
export type Measured<T> =
  | { readonly state: 'measured'; readonly value: T }
  | { readonly state: 'could-not-test'; readonly reason: string }

/** Longest reason, in characters. */
const reasonCharsMax = 240

/** Returns what a benchmark measures, or its failure as a reason. @throws the signal's reason on abort. */
export async function measured<T>(signal: AbortSignal, measure: () => Promise<T>): Promise<Measured<T>> {
  try {
    return { state: 'measured', value: await measure() }
  } catch (error) {
    signal.throwIfAborted()
    const reason = error instanceof Error ? error.message : String(error)
    return { state: 'could-not-test', reason: reason.slice(0, reasonCharsMax) }
  }
}
