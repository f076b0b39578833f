/**
 * How long one side waits for the other. Time counts only while this side waits, so a slow consumer on this side is never
 * blamed on the peer; and it is given back only for real progress, so dripping single bytes buys nothing.
 */
import { BulkStalledError } from './bulk-error.ts'

export type PatienceLimits = { readonly stallMsMax: number; readonly progressBytesMin: number }

export class Patience {
  readonly #limits: PatienceLimits
  #leftMs: number
  #bytes = 0

  constructor(limits: PatienceLimits) {
    this.#limits = limits
    this.#leftMs = limits.stallMsMax
  }

  /**
   * Waits for what the peer must do. When patience runs out, `giveUp` gets the error and must end what is waited for.
   *
   * @throws {BulkStalledError} when patience ran out.
   */
  async wait<T>(awaited: Promise<T>, giveUp: (error: BulkStalledError) => void): Promise<T> {
    const { stallMsMax, progressBytesMin } = this.#limits
    const since = performance.now()
    const ended = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      const error = new BulkStalledError(stallMsMax, progressBytesMin)
      ended.reject(error)
      giveUp(error)
    }, this.#leftMs)
    try {
      return await Promise.race([awaited, ended.promise])
    } finally {
      clearTimeout(timer)
      this.#leftMs = Math.max(0, this.#leftMs - (performance.now() - since))
    }
  }

  /** Bytes passed. */
  progress(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes < this.#limits.progressBytesMin) return
    this.#bytes = 0
    this.#leftMs = this.#limits.stallMsMax
  }
}
