/** Why keys of Akash's SDL have no place in a manifest, and what to do instead. */
import type { Reasons } from '../section.ts'

const outlive = 'Nothing on a provider outlives a job but its outputs.'
const remove = 'Remove it.'

export const topReasons: Reasons = new Map([
  ['endpoints', ['Addresses of one’s own are not leased here; the network gives each service an address.', remove]],
  ['include', ['Files are imported one by one.', 'Import the other file too.']],
])

export const serviceReasons: Reasons = new Map([
  [
    'credentials',
    ['Images are taken from registries that need no password.', 'Push the image where anyone can read it.'],
  ],
  [
    'depends-on',
    ['Workloads start on their own, in no order.', 'Let the program try again until what it needs answers.'],
  ],
  [
    'dependencies',
    ['Workloads start on their own, in no order.', 'Let the program try again until what it needs answers.'],
  ],
  ['params', [outlive, 'Name inputs and outputs; ask for more resources.memory instead of shared memory.']],
])

export const exposeReasons: Reasons = new Map([
  ['accept', ['Names of hosts are not bound to services here.', 'Point the name at the gateway.']],
  ['http_options', ['The gateway’s own limits hold.', remove]],
])

export const targetReasons: Reasons = new Map([
  ['ip', ['Addresses of one’s own are not leased here.', remove]],
  ['http_options', ['The gateway’s own limits hold.', remove]],
])

export const placementReasons: Reasons = new Map([
  [
    'attributes',
    ['Providers of this network have other attributes.', 'Write placement.regions or placement.attestations.'],
  ],
  [
    'signedBy',
    ['Auditors of Akash do not know these providers.', 'Write placement.attestations or placement.minimumStake.'],
  ],
])

export const resourceReasons: Reasons = new Map()

export const storageReasons: Reasons = new Map([
  ['attributes', [`It is not persistent: ${outlive.toLowerCase()}`, 'Name inputs and outputs.']],
  ['readOnly', ['The disk of a job can be written.', remove]],
])

export const modelReasons: Reasons = new Map([['interface', ['GPUs are not told apart by their bus.', remove]]])
