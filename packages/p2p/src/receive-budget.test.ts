import { expect, test } from 'vitest'
import { type BudgetHolder, ReceiveBudget } from './receive-budget.ts'

function holderOf(budget: ReceiveBudget): BudgetHolder & { hold(bytes: number): void } {
  const holder = {
    heldBytes: 0,
    hold(bytes: number): void {
      holder.heldBytes += bytes
      budget.change(holder, bytes)
    },
    shed(): void {
      holder.hold(-holder.heldBytes)
    },
  }
  budget.join(holder)
  return holder
}

test('the greediest sheds when the budget is spent, whoever spends the last of it', () => {
  const budget = new ReceiveBudget(100)
  const [greedy, modest] = [holderOf(budget), holderOf(budget)]
  greedy.hold(80)
  modest.hold(20)
  expect([greedy.heldBytes, modest.heldBytes, budget.heldBytes]).toEqual([80, 20, 100])
  modest.hold(1)
  expect([greedy.heldBytes, modest.heldBytes, budget.heldBytes]).toEqual([0, 21, 21])
})

test('one that leaves frees what it held, once', () => {
  const budget = new ReceiveBudget(100)
  const [gone, left] = [holderOf(budget), holderOf(budget)]
  gone.hold(60)
  left.hold(10)
  budget.leave(gone)
  budget.leave(gone)
  gone.hold(-60)
  expect(budget.heldBytes).toBe(10)
})
