/** What the package offers. */

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
export { detectHardware, type Hardware } from './probe/detect-hardware.ts'
export type { Fact } from './probe/fact.ts'
export type { Gpu, GpuVendor } from './probe/gpus/gpu.ts'
export type { Disk, NetworkInterface } from './probe/places.ts'
export { createProbeHost, type ProbeHost } from './probe/probe-host.ts'
export type { Processor } from './probe/processor.ts'
export { type HardwareChange, hardwareLookMs, watchHardware } from './probe/watch-hardware.ts'
