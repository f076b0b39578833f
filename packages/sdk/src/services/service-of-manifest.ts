/** From a manifest of a service to what runs it. What cannot be asked of providers yet is named, never left out. */
import type { Amount, TokenUnit } from '@millrace/protocol'
import type { ServiceManifest, WorkloadManifest } from '@millrace/workloads'
import { JobNotServedError } from '../jobs/job-error.ts'
import { baseUnits, ceilingsOf, limitsOf, termsOf, unservedByAll, workOf } from '../jobs/manifest-terms.ts'
import type { TaskOrderInput } from '../tasks/task-order.ts'
import type { ServiceOrder } from './service-order.ts'

/** Milliseconds of one start where the manifest sets no wall time: then a successor takes over, and only so much is at stake. */
export const servicePeriodMs = 3_600_000
/** Milliseconds in which an instance without a health check must listen: images and inputs are fetched before. */
export const serviceReadyMsMax = 600_000

export type ManifestService = {
  readonly manifest: ServiceManifest
  /** Base units the manifest lets the whole service cost. */
  readonly totalMax: Amount | undefined
  /** Returns the order. `inputs`: the manifest's, once they are known. @throws {RangeError} for less money than instances. */
  orderOf(terms: {
    readonly inputs: readonly TaskOrderInput[]
    readonly amountMax: Amount
    readonly secrets?: Readonly<Record<string, string>>
  }): ServiceOrder
}

/** @throws {JobNotServedError} naming each part that is not served. */
export function serviceOfManifest(manifest: WorkloadManifest, token: TokenUnit): ManifestService {
  if (manifest.kind !== 'service') {
    throw new JobNotServedError(manifest.name, [
      { field: 'kind', why: 'only services are; "millrace jobs" runs others' },
    ])
  }
  const [first, ...rest] = unservedByAll(manifest, token)
  if (first !== undefined) throw new JobNotServedError(manifest.name, [first, ...rest])
  const { price, health, restart, update, instances, ports, environment, limits } = manifest
  const wallMsMax = limits.wallMsMax ?? servicePeriodMs
  const ceilings = ceilingsOf(manifest, wallMsMax, token)
  return {
    manifest,
    totalMax: price.total && baseUnits(price.total, token),
    orderOf({ inputs, amountMax, secrets }) {
      // Without a ceiling for one: every slot and its successor, and one to spare.
      const startAmountMax = ceilings?.start ?? amountMax / BigInt(2 * instances + 1)
      if (startAmountMax <= 0n) throw new RangeError('The service has less money than instances.')
      const readyMsMax = health === undefined ? serviceReadyMsMax : Math.max(serviceReadyMsMax, health.graceMs * 2)
      return {
        plan: { instances, restart, update, readyMsMax, amountMax, startAmountMax },
        revision: {
          task: {
            ...termsOf(manifest, ceilings?.outputPrice),
            ...workOf(manifest, manifest, inputs),
            ...{ environment, ports, limits: limitsOf(manifest, wallMsMax) },
            ...(secrets && { secrets }),
          },
          ...(health && { health }),
        },
      }
    },
  }
}
