/** A chain with all contracts, auditors on its roll, a provider with stake, and time that a test moves on. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ChainWriter,
  type CourtTerms,
  createChainWriter,
  createSigner,
  type Deployment,
  deployContracts,
  generatePrivateKey,
  recoverSigner,
  startAnvil,
} from '@millrace/chain'
import { createTlsTransport } from '@millrace/p2p'
import { type Address, type Hash, type Hex, type Signer, zeroHash } from '@millrace/protocol'
import { openAuditorStore } from '../../src/auditor-store.ts'
import { type Court, startCourt } from '../../src/court/court.ts'
import type { CourtContext } from '../../src/court/court-context.ts'
import { courtLimits } from '../../src/court/court-limits.ts'
import { createCourtStore } from '../../src/court/court-store.ts'
import { evidenceHandler } from '../../src/court/evidence-stream.ts'
import { encodeLocator } from '../../src/court/locator.ts'
import type { JudgeComponents } from '../../src/judge/judge-components.ts'

export const mill = 10n ** 18n
export const stake = 10_000n * mill
const options = { signal: new AbortController().signal }

/** Windows of seconds. */
const terms: Partial<CourtTerms> = {
  receiptEpochSeconds: 60,
  receiptPostingSeconds: 60,
  claimSeconds: 60,
  answerSeconds: 60,
  beaconPhaseSeconds: 30,
  beaconSettlingSeconds: 1,
  commitSeconds: 600,
  revealSeconds: 300,
  appealSeconds: 300,
  auditorLeaveSeconds: 1,
}

export type CourtStage = Awaited<ReturnType<typeof createCourtStage>>
export type LoggedEvent = { readonly event: string; readonly [field: string]: unknown }

export async function createCourtStage() {
  const anvil = await startAnvil(options)
  const [deployer] = anvil.accounts
  if (deployer === undefined) throw new Error('anvil gave no account')
  const { rpcUrl } = anvil
  const deployment: Deployment = await deployContracts({
    ...{
      rpcUrl,
      deployerPrivateKey: deployer.privateKey,
      closeDelaySeconds: 60,
      unbondingSeconds: 86_400,
      court: terms,
    },
    signal: options.signal,
  })
  const faucet = await createChainWriter({ rpcUrl, deployment, privateKey: deployer.privateKey })
  const folder = mkdtempSync(join(tmpdir(), 'millrace-court-'))
  const closers: (() => Promise<unknown>)[] = []
  let subnets = 0

  const rpc = async (method: string, ...params: unknown[]): Promise<void> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
    await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  }

  async function account(millAmount: bigint, privateKey: Hex = generatePrivateKey(randomBytes)): Promise<ChainWriter> {
    const writer = await createChainWriter({ rpcUrl, deployment, privateKey })
    await faucet.transferNative(writer.account, 10n ** 18n, options)
    if (millAmount > 0n) await faucet.transferToken(deployment.millToken, writer.account, millAmount, options)
    return writer
  }

  /** Returns an operator with bonded stake, and a node of its own network. */
  async function operatorWith(node: Signer, amount: bigint): Promise<ChainWriter> {
    const operator = await account(amount + 1_000n * mill)
    await operator.registerOperator({ metadataHash: zeroHash, jurisdiction: 'DE' }, options)
    await operator.addNode(node, options)
    subnets += 1
    await operator.court.setNodeSubnet(node.address, `0x${subnets.toString(16).padStart(16, '0')}` as Hash, options)
    await operator.stake(amount, options)
    return operator
  }

  return {
    deployment,
    faucet,
    account,
    /** Returns a provider's keys, with its stake. */
    async provider() {
      const privateKey = generatePrivateKey(randomBytes)
      const node = createSigner(privateKey)
      return { privateKey, node: node.address, operator: await operatorWith(node, stake) }
    },
    /** Returns an enrolled auditor that does nothing yet. */
    async enrolled() {
      const privateKey = generatePrivateKey(randomBytes)
      const signer = createSigner(privateKey)
      const operator = await operatorWith(signer, 1_000n * mill)
      await operator.court.joinRoll({ auditor: signer.address, classes: 0b1110 }, options)
      return { signer, operator, chain: await account(0n, privateKey) }
    },
    /** Returns what starts a court, with a listener that serves evidence and a file that outlives it. */
    async seat(
      who: { readonly signer: Signer; readonly chain: ChainWriter },
      judge: JudgeComponents,
      more: Partial<CourtContext> = {},
    ) {
      const path = join(folder, `${who.signer.address}.db`)
      const events: LoggedEvent[] = []
      const transport = createTlsTransport(
        { signer: who.signer, recoverSigner, domain: who.chain.domain },
        { allowPrivate: true },
      )
      closers.push(() => transport.close())
      let court: Court | undefined
      const serve = evidenceHandler((caseId, remote, o) => {
        if (court === undefined) throw new Error('no court')
        return court.serveEvidence(caseId, remote, o)
      })
      const listener = await transport.listen({ host: '127.0.0.1', port: 0, ...options }, serve)
      const port = Number(/tcp\/(\d+)/.exec(listener.addresses[0] ?? '')?.[1])
      return {
        events,
        transport,
        endpoint: { address: who.signer.address, addresses: listener.addresses },
        /** Starts, or starts again on the same file. */
        start() {
          const file = openAuditorStore(path)
          const made = startCourt(
            {
              ...{ ...who, reporter: who.chain, transport, judge, now: Date.now, random: randomBytes },
              findPeer: async () => undefined,
              mayDial: () => true,
              store: createCourtStore(file),
              log: (event) => events.push(event),
              locator: encodeLocator(who.signer.address, { host: '127.0.0.1', port }),
              bondsMax: 1_000n * mill,
              ...more,
              limits: {
                ...courtLimits,
                tickMs: 50,
                pollMs: 20,
                confirmations: 0,
                commitMarginSeconds: 120,
                evidenceRetryMs: 50,
                ...more.limits,
              },
            },
            { fromBlock: 0n },
          )
          court = made
          const close = async () => {
            await made.close()
            file.close()
          }
          closers.push(() => made.close())
          return { ...made, close }
        },
      }
    },
    /** Moves the chain's clock in small steps until the condition holds. */
    async passUntil(holds: () => Promise<boolean> | boolean, stepSeconds = 10): Promise<void> {
      for (let step = 0; step < 600; step++) {
        if (await holds()) return
        await rpc('evm_increaseTime', stepSeconds)
        await rpc('evm_mine')
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      throw new Error('The chain was moved on for long, and it did not come to hold.')
    },
    async stakeOf(operator: Address) {
      return (await faucet.stakeOf(operator, options)).bonded
    },
    async close() {
      for (const close of closers.toReversed()) await close()
      await anvil.stop()
      rmSync(folder, { recursive: true })
    },
  }
}
