/** What the fields of a manifest may come to: what a task on the wire may have, else wide enough for real machines and no sum overflows. */
import { taskInputsMax, taskLogBytesMax, taskOutputsMax, taskWallMsMax } from '@millrace/protocol'
import type { Bounds } from './quantities.ts'

/** Entries of `environment`. */
export const environmentEntriesMax = 256
/** Characters of one environment value; Linux takes 131,071 bytes for one string. */
export const environmentCharsMax = 32_768
/** Names in `secrets`. */
export const secretsMax = 64
/** Arguments in `command` or `args`. */
export const argumentsMax = 1_024
/** Characters of one argument; Linux takes 131,071 bytes for one string. */
export const argumentCharsMax = 32_768
/** Files and folders in `inputs`. */
export const inputsMax = taskInputsMax
/** Files and folders in `outputs`. */
export const outputsMax = taskOutputsMax
/** Ports of one service. */
export const portsMax = 32
/** Copies of one service. */
export const instancesMax = 1_000
/** Nodes of one gang. */
export const gangNodesMax = 1_024
/** GPUs of one job on one machine. */
export const gpusMax = 64
/** Sources in the `items` of a batch; a file of lines holds more. */
export const itemSourcesMax = 10_000
/** Items that one provider gets at a time. */
export const itemsPerShardMax = 10_000
/** Starts of the same work, after failures, before it is given up. */
export const attemptsMax = 100
/** Tasks of an array, or shards of a batch, that may run at once. */
export const parallelMax = 10_000
/** Names in a list of `placement`. */
export const placementNamesMax = 64

const minute = 60_000
const day = 86_400_000
const mebi = 2 ** 20
const pebi = 2 ** 50

export const memoryBounds: Bounds = { min: 4 * mebi, max: 64 * 2 ** 40 }
export const diskBounds: Bounds = { min: mebi, max: pebi }
export const logBounds: Bounds = { min: 1_024, max: taskLogBytesMax }
export const cpuMilliBounds: Bounds = { min: 10, max: 1_024_000 }
export const wallBounds: Bounds = { min: 1_000, max: taskWallMsMax }
export const cpuTimeBounds: Bounds = { min: 1_000, max: taskWallMsMax * 1_024 }
export const processBounds: Bounds = { min: 1, max: 65_536 }
export const fileBounds: Bounds = { min: 16, max: 100_000_000 }
export const openFileBounds: Bounds = { min: 32, max: 1_048_576 }
export const bandwidthBounds: Bounds = { min: 1_000, max: 1_000_000_000_000 }
/** From submission to the end of all its tasks. */
export const deadlineBounds: Bounds = { min: 1_000, max: 90 * day }
export const roundTripBounds: Bounds = { min: 1, max: minute }
export const intervalBounds: Bounds = { min: 1_000, max: 60 * minute }
export const graceBounds: Bounds = { min: 0, max: day }
export const gasBounds: Bounds = { min: 1, max: Number.MAX_SAFE_INTEGER }
