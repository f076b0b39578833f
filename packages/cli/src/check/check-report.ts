/** What `millrace provide --check` finds out, as data: one shape for people and for machines. */
import type { DiskSpeed, Measured, MemorySpeed, ProcessorSpeed } from '@millrace/hardware'
import type { Amount } from '@millrace/protocol'
import type { Hardware } from '../hardware.ts'

export type CheckReport = {
  readonly machine: Hardware
  readonly sandboxes: readonly SandboxCheck[]
  readonly models: readonly ModelFit[]
  readonly speed: Speed
  readonly network: NetworkCheck
  readonly earnings: readonly Earning[]
  /** What to do, the most useful first; empty where all is well. */
  readonly fixes: readonly Fix[]
}

export type SandboxCheck = {
  readonly name: string
  /** Option that sells it. */
  readonly option: string
  readonly what: string
  /** `partly`: it runs, but does not hold all that a stranger's task may try; then nothing is sold. */
  readonly state: 'ready' | 'partly' | 'missing'
  readonly holds: readonly string[]
  readonly unheld: readonly { readonly what: string; readonly why: string }[]
  /** What is missing and how to get it. */
  readonly fix: Fix | undefined
}

export type ModelFit = {
  readonly name: string
  /** Of its files. */
  readonly bytes: number
  /** About what serving it takes. */
  readonly memoryBytes: number
  readonly fits: 'card' | 'memory' | 'no'
}

export type Speed = {
  readonly processor: Measured<ProcessorSpeed>
  readonly memory: Measured<MemorySpeed>
  readonly disk: Measured<DiskSpeed>
}

export type NetworkCheck = {
  readonly name: string
  /** Why nothing was heard; undefined where the network answered. */
  readonly problem: Fix | undefined
  readonly offers: number
  readonly nodes: number
  /** How others reach this machine, in words. */
  readonly reach: string
}

/** About what selling one thing all the time would bring. */
export type Earning = {
  readonly what: string
  /** Base units an hour; undefined where no price is known. */
  readonly perHour: Amount | undefined
  /** How it was come by, or why it is not known. */
  readonly why: string
}

export type Fix = { readonly problem: string; readonly fix: string }
