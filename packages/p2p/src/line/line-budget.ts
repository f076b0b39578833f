/** Memory that lines may hold beyond their first windows, over all that share it. */

export type LineBudget = {
  /** Returns how much of it is given: all or nothing. */
  take(bytes: number): number
  give(bytes: number): void
}

export function createLineBudget({ bytesMax }: { readonly bytesMax: number }): LineBudget {
  let left = bytesMax
  return {
    take(bytes) {
      if (bytes > left) return 0
      left -= bytes
      return bytes
    },
    give(bytes) {
      left += bytes
    },
  }
}
