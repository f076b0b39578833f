/** What a container needs for the devices that it is given. */
import { statSync } from 'node:fs'
import { HostFaultError } from '../run/host-fault.ts'
import type { CdiDevice, CdiEdits, CdiNode } from './cdi.ts'
import type { DeviceBind } from './runtime-config.ts'

export type Device = DeviceBind

/** Returns what several devices need together, each thing once. */
export function joinEdits(devices: readonly CdiDevice[]): CdiEdits {
  const edits = devices.map((device) => device.edits)
  return {
    env: once(edits.flatMap(({ env }) => env)),
    deviceNodes: once(edits.flatMap(({ deviceNodes }) => deviceNodes)),
    mounts: once(edits.flatMap(({ mounts }) => mounts)),
    hooks: once(edits.flatMap(({ hooks }) => hooks)),
  }
}

function once<T>(list: readonly T[]): readonly T[] {
  return [...new Map(list.map((entry) => [JSON.stringify(entry), entry])).values()]
}

/** Returns a device with its numbers. @throws {HostFaultError} when it is gone. */
export function deviceOf({ hostPath, path, permissions }: CdiNode): Device {
  const stats = statSync(hostPath, { throwIfNoEntry: false })
  if (stats === undefined || !(stats.isCharacterDevice() || stats.isBlockDevice())) {
    throw new HostFaultError('other', `its device ${hostPath} is gone`)
  }
  return { source: hostPath, path, permissions, type: stats.isBlockDevice() ? 'b' : 'c', ...numbersOf(stats.rdev) }
}

/** Source: makedev(3), in the C library of GNU. */
function numbersOf(device: number): { readonly major: number; readonly minor: number } {
  const bits = BigInt(device)
  const major = ((bits >> 8n) & 0xfffn) | ((bits >> 32n) & 0xffff_f000n)
  const minor = (bits & 0xffn) | ((bits >> 12n) & 0xffff_ff00n)
  return { major: Number(major), minor: Number(minor) }
}
