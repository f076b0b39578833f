/** What counts say of a share: the interval of Clopper and Pearson (Biometrika 26, 1934), by bisection of the binomial tail. */

/** Returns the interval that holds the share with a confidence of 95 %, given that it was seen `count` times in `total`. */
export function shareInterval(count: number, total: number): { readonly low: number; readonly high: number } {
  if (!(count >= 0 && count <= total)) throw new RangeError(`${count} of ${total} is no count`)
  const tail = 0.025
  return {
    low: count === 0 ? 0 : bisect((share) => 1 - atMost(count - 1, total, share) < tail),
    high: count === total ? 1 : bisect((share) => atMost(count, total, share) > tail),
  }
}

/** Returns the greatest share for which the condition holds; it holds for small ones. */
function bisect(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < 80; step += 1) {
    const middle = (low + high) / 2
    if (holds(middle)) low = middle
    else high = middle
  }
  return low
}

/** Chance of at most `count` in `total`. Cost: `count`. */
function atMost(count: number, total: number, share: number): number {
  if (share <= 0) return 1
  if (share >= 1) return count >= total ? 1 : 0
  let logTerm = total * Math.log1p(-share)
  let sum = Math.exp(logTerm)
  for (let index = 1; index <= count; index += 1) {
    logTerm += Math.log((total - index + 1) / index) + Math.log(share) - Math.log1p(-share)
    sum += Math.exp(logTerm)
  }
  return Math.min(1, sum)
}
