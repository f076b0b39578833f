/** Random numbers that need not be secret: they break ties. PERF: drawn many at once, as a call to the system's source costs far more than its bytes. */

const seedsDrawn = 256

export type SeedSource = {
  /** 32 random bits. */
  seed(): number
  /** Uniform in [0, 1). */
  fraction(): number
}

export function createSeedSource(random: (bytes: number) => Uint8Array): SeedSource {
  let seeds = new Uint32Array(0)
  let at = 0

  function seed(): number {
    if (at === seeds.length) {
      seeds = new Uint32Array(Uint8Array.from(random(4 * seedsDrawn)).buffer)
      at = 0
    }
    return seeds[at++] ?? 0
  }

  return { seed, fraction: () => seed() / 2 ** 32 }
}
