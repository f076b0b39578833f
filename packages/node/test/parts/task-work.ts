/** Nodes that sell tasks, and buyers of the sdk that reach them over memory streams. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recoverSigner } from '@millrace/chain'
import { createTlsTransport } from '@millrace/p2p'
import {
  type Address,
  MillraceError,
  modelRoot,
  type PeerStream,
  type PeerTransport,
  type Signer,
  type TaskRequest,
  taskSandboxContent,
  workloads,
} from '@millrace/protocol'
import type { Runtime } from '@millrace/runtime'
import type { SandboxCapabilities, TaskSandbox } from '@millrace/sandbox'
import { type Buyer, type BuyerComponents, type BuyerStore, createBuyer, createMemoryBuyerStore } from '@millrace/sdk'
import { createObjectStorage, type ObjectStorage } from '@millrace/storage'
import { createTaskRuntime, type Listing, type NodeInit, type TaskCaps } from '../../src/index.ts'
import { createFixture, type Fixture } from './fixture.ts'
import { randomNonce, randomSigner } from './scripted-buyer.ts'
import { createFakeTaskSandbox, type FakeTaskSandbox } from './task-sandbox.ts'

export const taskWorkload = workloads.task
const content = taskSandboxContent('bubblewrap')
export const taskModelRoot = modelRoot(content)

export type TaskFixture = AsyncDisposable & {
  readonly fixture: Fixture
  readonly sandbox: FakeTaskSandbox
  readonly storage: ObjectStorage
  readonly folder: string
  /** Where it is reached over TLS. */
  readonly addresses: readonly string[]
}

export type TaskFixtureInit = {
  /** In place of the stand-in. */
  readonly sandbox?: (folder: string) => Promise<TaskSandbox>
  /** In place of the runtime over the sandbox. */
  readonly runtime?: (runtime: Runtime) => Runtime
  readonly caps?: TaskCaps
  /** Of the stand-in. */
  readonly capabilities?: Partial<SandboxCapabilities>
  readonly listing?: Partial<Listing>
  readonly node?: Partial<NodeInit>
  /** Over TLS on this machine, in place of memory. */
  readonly overTls?: boolean
  /** Of the node's key, in place of both. */
  readonly transport?: (signer: Signer) => Promise<PeerTransport>
}

/** One base unit a CPU millisecond, one a KiB. */
export async function sellingTasks(init: TaskFixtureInit = {}): Promise<TaskFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-tasks-'))
  const fake = createFakeTaskSandbox(folder, init.capabilities)
  const sandbox = (await init.sandbox?.(join(folder, 'sandbox'))) ?? fake
  const storage = createObjectStorage({ directory: join(folder, 'objects'), bytesMax: 2 ** 28, now: Date.now })
  const runtime = createTaskRuntime(
    { sandbox, storage },
    {
      directory: join(folder, 'inputs'),
      ...(init.caps === undefined ? {} : { caps: init.caps }),
      times: { tickMs: 50, gatherMs: 5, graceMs: 100 },
    },
  )
  const signer = randomSigner()
  const addresses: string[] = []
  const made = (await init.transport?.(signer)) ?? (init.overTls === true ? tlsTransport(signer) : undefined)
  const transport = made && listening(made, addresses)
  const price = 1_000_000n
  const listing = { modelRoot: taskModelRoot, workload: 'task' as const, inputPrice: price, outputPrice: price }
  const fixture = await createFixture({
    runtime: init.runtime?.(runtime) ?? runtime,
    signer,
    components: { models: [content], objects: storage, ...(transport && { transport }) },
    node: {
      ...init.node,
      listings: [{ ...listing, creditTokens: 4_000, ...init.listing }],
      // A busy machine is not a buyer that does not pay.
      limits: { voucherWaitMsMax: 20_000, ...init.node?.limits },
    },
  })
  return {
    ...{ fixture, sandbox: fake, storage, folder, addresses },
    async [Symbol.asyncDispose]() {
      await fixture[Symbol.asyncDispose]()
      await transport?.close()
      await runtime.close()
      await storage[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The domain of the Escrow in memory. */
export const domain = { chainId: 31_337, verifyingContract: `0x${'e5'.repeat(20)}` as Address }

export function tlsTransport(signer: Signer): PeerTransport {
  return createTlsTransport({ signer, recoverSigner, domain }, { allowPrivate: true })
}

/** The transport, telling where it listens. */
function listening(transport: PeerTransport, addresses: string[]): PeerTransport {
  return {
    dial: (...asked) => transport.dial(...asked),
    close: () => transport.close(),
    async listen(...asked) {
      const listener = await transport.listen(...asked)
      addresses.push(...listener.addresses)
      return listener
    },
  }
}

export const taskLimits = {
  ...{ wallMsMax: 600_000, cpus: 2, memoryBytesMax: 2 ** 27, diskBytesMax: 2 ** 24, processesMax: 64 },
  ...{ filesMax: 256, openFilesMax: 128, logBytesMax: 65_536 },
}

export function taskRequest(changed: Partial<TaskRequest> = {}): TaskRequest {
  return {
    ...{ kind: 'task', model: taskModelRoot, nonce: randomNonce(), image: 'host', command: ['hold'], environment: {} },
    ...{ inputs: [], outputs: [], network: 'none', gpus: 0, limits: taskLimits, ...changed },
  }
}

function watched(
  stream: PeerStream,
  isLost: () => boolean,
  tamper: (frame: Uint8Array) => Uint8Array = (frame) => frame,
): PeerStream {
  return {
    ...stream,
    frames: {
      [Symbol.asyncIterator]() {
        const frames = stream.frames[Symbol.asyncIterator]()
        return {
          async next() {
            const next = await frames.next()
            if (isLost()) {
              stream.reset()
              throw closedError()
            }
            return next.done === true ? next : { done: false, value: tamper(next.value) }
          },
        }
      },
    },
  }
}

function closedError(): MillraceError {
  return new MillraceError({ code: 'PEER_CLOSED', message: 'Lost.', hint: 'A test did this.', retryable: true })
}

export type SdkBuyer = AsyncDisposable & {
  readonly buyer: Buyer
  /** What it keeps; whole once the buyer is closed. */
  readonly store: BuyerStore
  readonly storage: ObjectStorage
  readonly folder: string
}

export type SdkBuyerInit = {
  readonly deposit?: bigint
  /** Nodes whose streams break off, from when they are in it on. */
  readonly lost?: ReadonlySet<string>
  /** Changes what the nodes send. */
  readonly tamper?: (frame: Uint8Array) => Uint8Array
  /** Its key, and how it reaches nodes that have addresses. */
  readonly session?: Signer
  readonly transport?: PeerTransport
  /** Where the nodes are reached, in place of their own addresses. */
  readonly addresses?: readonly string[]
  readonly log?: BuyerComponents['log']
}

/** A buyer of the sdk with channels at all of the nodes, and a storage of its own. */
export function sdkBuyer(
  nodes: readonly TaskFixture[],
  { deposit = 100_000_000n, tamper, lost = new Set(), ...init }: SdkBuyerInit = {},
): SdkBuyer {
  const [first] = nodes
  if (first === undefined) throw new TypeError('A buyer reaches a node.')
  const folder = mkdtempSync(join(tmpdir(), 'millrace-task-buyer-'))
  const storage = createObjectStorage({ directory: join(folder, 'objects'), bytesMax: 2 ** 28, now: Date.now })
  const store = createMemoryBuyerStore()
  const session = init.session ?? randomSigner()
  const payer = randomSigner()
  const chainOf = (operator: string) => {
    const found = nodes.find(({ fixture }) => fixture.chain.operator === operator)
    if (found === undefined) throw new TypeError('No such operator.')
    return found.fixture.chain
  }
  const tx = { hash: taskModelRoot, blockNumber: 1n, gasUsed: 0n }
  const { writer } = first.fixture.chain
  const chain = {
    ...writer,
    account: payer.address,
    channel: (...[from, operator, token, options]: Parameters<typeof writer.channel>) =>
      chainOf(operator).writer.channel(from, operator, token, options),
    operatorOf: async (node: string) =>
      nodes.find(({ fixture }) => fixture.nodeSigner.address === node)?.fixture.chain.operator,
    async openChannel({ operator, signer, deposit: amount }: Parameters<typeof writer.openChannel>[0]) {
      chainOf(operator).open(payer.address, signer, amount)
      return tx
    },
    async topUp(operator: Parameters<typeof writer.topUp>[0], _token: unknown, amount: bigint) {
      chainOf(operator).topUp(payer.address, amount)
      return tx
    },
    blockTimestamp: async () => BigInt(Math.floor(Date.now() / 1000)),
  } as unknown as BuyerComponents['chain']
  const tls = init.transport ?? (first.addresses.length > 0 ? tlsTransport(session) : undefined)
  const memory: PeerTransport = {
    async dial({ address }) {
      const found = nodes.find(({ fixture }) => fixture.nodeSigner.address === address)
      if (found === undefined || lost.has(address)) throw closedError()
      return {
        remote: address,
        closed: new Promise(() => undefined),
        openStream: () => watched(found.fixture.network.openStream(session.address), () => lost.has(address), tamper),
        close: async () => undefined,
      }
    },
    listen: () => Promise.reject(new TypeError('A buyer does not listen.')),
    close: async () => undefined,
  }
  const buyer = createBuyer(
    {
      ...{
        chain,
        signer: session,
        payer,
        transport: tls ?? memory,
        storage,
        store,
        now: Date.now,
        ...(init.log && { log: init.log }),
      },
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    },
    {
      providers: nodes.map(({ fixture, addresses }) => ({
        address: fixture.nodeSigner.address,
        addresses: init.addresses ?? (addresses.length > 0 ? addresses : ['/memory/1']),
      })),
      ...{ token: first.fixture.chain.token, channelDeposit: deposit, topUpBelow: 0n, leaseAmountMax: 1_000_000n },
    },
  )
  return {
    ...{ buyer, store, storage, folder },
    async [Symbol.asyncDispose]() {
      await buyer.close()
      await tls?.close()
      await storage[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
