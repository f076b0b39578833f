/** The impairing proxy as a process on a host of the lab. */
import { createImpairedProxy, type Direction, type ProxyInit } from './impair.ts'
import type { Impairment } from './impairment.ts'
import { seededRandom } from './seeded-random.ts'
import { serveActor } from './serve-actor.ts'

export type ImpairSettings = ProxyInit & { readonly seed: number }

async function start({ seed, ...init }: ImpairSettings) {
  const proxy = await createImpairedProxy({ randomOf: (stream) => seededRandom(seed + stream) }, init)
  const handlers = {
    port: () => proxy.port,
    counts: () => proxy.counts(),
    impair: ({ direction, impairment }: { readonly direction: Direction; readonly impairment: Partial<Impairment> }) =>
      proxy.impair(direction, impairment),
    stall: (which: readonly Direction[]) => proxy.stall(...which),
    resume: (which: readonly Direction[]) => proxy.resume(...which),
    cut: () => proxy.cut(),
  }
  return { handlers, close: proxy.close }
}

export type ImpairHandlers = Awaited<ReturnType<typeof start>>['handlers']

serveActor(start)
