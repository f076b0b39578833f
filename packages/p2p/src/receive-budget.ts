/**
 * Memory that one transport spends on bytes its readers have not taken, over all connections. When it is spent, whoever
 * holds the most gives something up: an attacker with many connections hurts the greediest, not the next to speak.
 *
 * PERF: Cost = O(1) per change, O(connections) when the budget is spent.
 */

/** A connection, as the budget sees it. */
export type BudgetHolder = {
  readonly heldBytes: number
  /** Gives up a part of what it holds, at least one byte when it holds any. */
  shed(): void
}

export class ReceiveBudget {
  readonly #bytesMax: number
  readonly #holders = new Set<BudgetHolder>()
  #heldBytes = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  get heldBytes(): number {
    return this.#heldBytes
  }

  join(holder: BudgetHolder): void {
    this.#holders.add(holder)
  }

  /** Frees all that the holder holds. */
  leave(holder: BudgetHolder): void {
    if (this.#holders.delete(holder)) this.#heldBytes -= holder.heldBytes
  }

  /** A holder that has joined holds so many bytes more, or fewer; its heldBytes says so already. */
  change(holder: BudgetHolder, bytes: number): void {
    if (!this.#holders.has(holder)) return
    this.#heldBytes += bytes
    if (bytes > 0 && this.#heldBytes > this.#bytesMax) this.#greediest()?.shed()
  }

  #greediest(): BudgetHolder | undefined {
    let greediest: BudgetHolder | undefined
    for (const holder of this.#holders) {
      if (greediest === undefined || holder.heldBytes > greediest.heldBytes) greediest = holder
    }
    return greediest
  }
}
