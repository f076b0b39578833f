/** What the package offers. */

export { type GpuSpeed, measureGpu } from './benchmark/gpu/measure-gpu.ts'
export { createKernelThreads, type KernelThreads } from './benchmark/kernel-threads.ts'
export { type DiskSpeed, diskBenchBytes, diskBenchBytesMax, measureDisk } from './benchmark/measure-disk.ts'
export { type MemorySpeed, measureMemory } from './benchmark/measure-memory.ts'
export { measureProcessor, type ProcessorMeasure, type ProcessorSpeed } from './benchmark/measure-processor.ts'
export { type Measured, measured } from './benchmark/measured.ts'
export { makeProduct, type Product } from './benchmark/product.ts'
export {
  type ChallengedNode,
  type ChallengeInit,
  challengeNodes,
  type ProverPort,
} from './challenge/challenge-nodes.ts'
export {
  createHardwareProver,
  HardwareChallengeRefusedError,
  type HardwareProver,
} from './challenge/prover.ts'
export { createEnergyMeter, type EnergyMeter, type EnergyReading } from './comfort/energy.ts'
export { earningsPerKwh, energyCost } from './comfort/energy-price.ts'
export { type ActivityMeter, createActivityMeter, type OwnerActivity } from './comfort/owner-activity.ts'
export {
  notPaused,
  ordinaryPauseRules,
  type PauseCause,
  type PauseReading,
  type PauseRules,
  type PauseState,
  type PauseThreshold,
  shouldPause,
} from './comfort/should-pause.ts'
export { detectHardware, type Hardware } from './probe/detect-hardware.ts'
export type { Fact } from './probe/fact.ts'
export type { Gpu, GpuVendor } from './probe/gpus/gpu.ts'
export type { Disk, NetworkInterface } from './probe/places.ts'
export { createProbeHost, type ProbeHost } from './probe/probe-host.ts'
export type { Processor } from './probe/processor.ts'
export { type HardwareChange, hardwareLookMs, watchHardware } from './probe/watch-hardware.ts'
