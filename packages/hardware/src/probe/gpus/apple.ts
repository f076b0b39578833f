/** Apple's graphics, by its two tools. They share the machine's memory. */
import { absent, type Fact, factOf, unknown } from '../fact.ts'
import type { ProbeHost } from '../probe-host.ts'
import { readName } from '../read-number.ts'
import { type Gpu, type GpuReading, gpusMax } from './gpu.ts'

/** Returns what each source says; elsewhere than on a Mac both are absent. */
export async function readApple(host: ProbeHost, signal: AbortSignal): Promise<readonly GpuReading[]> {
  if (host.platform !== 'darwin') return [{ source: 'platform', gpus: absent('platform') }]
  const [profiler, registry] = await Promise.all([byProfiler(host, signal), byRegistry(host, signal)])
  return [
    { source: 'system_profiler', gpus: profiler },
    { source: 'ioreg', gpus: registry },
  ]
}

async function byProfiler(host: ProbeHost, signal: AbortSignal): Promise<Fact<readonly Gpu[]>> {
  const fact = await factOf('system_profiler', signal, async () => {
    const text = await host.execute('system_profiler', ['SPDisplaysDataType', '-json'], { signal })
    const said = JSON.parse(text) as { readonly SPDisplaysDataType?: unknown }
    if (!Array.isArray(said?.SPDisplaysDataType)) throw new Error('it lists no displays')
    return said.SPDisplaysDataType.slice(0, gpusMax).map((entry: unknown) => {
      const { sppci_model: model } = (entry ?? {}) as { readonly sppci_model?: unknown }
      return gpuNamed(readName(model))
    })
  })
  return fact.state === 'present' && fact.value.length === 0 ? absent('system_profiler') : fact
}

async function byRegistry(host: ProbeHost, signal: AbortSignal): Promise<Fact<readonly Gpu[]>> {
  const fact = await factOf('ioreg', signal, async () => {
    const text = await host.execute('ioreg', ['-r', '-d', '1', '-c', 'IOAccelerator'], { signal })
    const models = [...text.matchAll(/"model" = "([^"]*)"/g)].slice(0, gpusMax)
    return models.map(([, model]) => gpuNamed(readName(model)))
  })
  return fact.state === 'present' && fact.value.length === 0 ? absent('ioreg') : fact
}

function gpuNamed(name: string | undefined): Gpu {
  return { vendor: 'apple', name: name ?? 'Apple graphics', memoryBytes: unknown('it shares the machine’s memory') }
}
