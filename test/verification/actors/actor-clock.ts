/** The clock of a process whose chain is moved on by a test: the machine's, and what the chain was moved on by. */
export function createActorClock() {
  let aheadMs = 0
  return {
    /** Unix milliseconds. */
    now: (): number => Date.now() + aheadMs,
    handlers: {
      setClock(ms: number): void {
        aheadMs = ms
      },
    },
  }
}
