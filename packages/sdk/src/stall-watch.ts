/** One timer for all runs: notices silence. Runs cost no timer of their own. */

export type Watched = {
  /** Unix milliseconds after which the silence is too long; moved by every frame. */
  deadline: number
  /** Called once when the deadline has passed. */
  readonly onSilence: () => void
}

export type StallWatch = {
  add(watched: Watched): void
  remove(watched: Watched): void
  /** Runs under way. */
  readonly count: number
  close(): void
}

/** Creates the watch. The timer runs only while something is watched and does not keep the process alive. */
export function createStallWatch(now: () => number, periodMs: number): StallWatch {
  const all = new Set<Watched>()
  let timer: NodeJS.Timeout | undefined

  function look(): void {
    const at = now()
    for (const watched of all) {
      if (watched.deadline > at) continue
      remove(watched)
      watched.onSilence()
    }
  }

  function remove(watched: Watched): void {
    all.delete(watched)
    if (all.size > 0 || timer === undefined) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    add(watched) {
      all.add(watched)
      timer ??= setInterval(look, periodMs).unref()
    },
    remove,
    get count() {
      return all.size
    },
    close() {
      for (const watched of all) remove(watched)
    },
  }
}
