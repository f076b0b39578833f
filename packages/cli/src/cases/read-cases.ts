/** Cases as they stand on the chain: what their judges know of them, and the events that led there. */
import type {
  Case,
  CaseLogEvent,
  ChainReader,
  GhostingMatter,
  OmissionChallenge,
  Pot,
  Sitting,
  Trial,
} from '@millrace/chain'
import { type Address, type Hash, MillraceError } from '@millrace/protocol'

/** Kinds of evidence that a case may rest on. */
export type CaseKind = 'equivocation' | 'omission' | 'ghosting' | 'panel' | 'other'

export type CaseEventRow = {
  readonly type: string
  readonly blockNumber: bigint
  readonly transactionHash: Hash
  readonly fields: Readonly<Record<string, unknown>>
}

/** A case with the block in which it was opened. */
export type KnownCase = Case & {
  readonly caseId: Hash
  readonly kind: CaseKind
  readonly openedAtBlock: bigint
  /** Digest of the receipt that it is about, where it is about one. */
  readonly receiptHash: Hash | undefined
}

/** A case with all that the chain knows. */
export type CaseView = KnownCase & {
  readonly pot: Pot | undefined
  readonly trial: Trial | undefined
  readonly sitting: Sitting | undefined
  /** When the panel's beacon can be finished; undefined where it was, or there is no panel. */
  readonly drawnFrom: bigint | undefined
  readonly omission: OmissionChallenge | undefined
  readonly ghosting: GhostingMatter | undefined
  readonly events: readonly CaseEventRow[]
}

/** Cases that a list shows; the latest, open ones first. */
export const casesListedMax = 100
/** Milliseconds between two looks while the events of the past are read. */
const lookMs = 1

type Options = { readonly signal: AbortSignal }
type Reader = Pick<ChainReader, 'court' | 'deployment' | 'blockNumber'>

/** Returns the cases of the network, open ones first, the latest first among them. Cost: the chain's events since the contracts stand. */
export async function readCases(
  reader: Reader,
  { signal, concerning }: Options & { readonly concerning?: (event: OpenedCase) => boolean },
): Promise<readonly KnownCase[]> {
  const opened = openedOf(await readEvents(reader, { signal }), reader).filter(concerning ?? (() => true))
  const latest = opened.reverse().slice(0, casesListedMax)
  const cases = await Promise.all(
    latest.map(async ({ caseId, openedAtBlock, kind, receiptHash }) => {
      const known = await reader.court.caseOf(caseId, { signal })
      return known === undefined ? undefined : { ...known, caseId, kind, openedAtBlock, receiptHash }
    }),
  )
  const there = cases.filter((one) => one !== undefined)
  return [...there.filter(({ state }) => state === 'open'), ...there.filter(({ state }) => state !== 'open')]
}

/** Returns one case. @throws {CaseNotFoundError} */
export async function readCase(reader: Reader, caseId: Hash, { signal }: Options): Promise<CaseView> {
  const { court } = reader
  const [known, events] = await Promise.all([court.caseOf(caseId, { signal }), readEvents(reader, { signal })])
  const opened = openedOf(events, reader).find((one) => one.caseId === caseId)
  if (known === undefined || opened === undefined) throw new CaseNotFoundError(caseId)
  const { kind } = opened
  const trial = kind === 'panel' ? await court.trialOf(caseId, { signal }) : undefined
  const sitting = trial && (await court.sittingOf(caseId, trial.round, { signal }))
  return {
    ...{ ...known, ...opened, trial, sitting },
    drawnFrom: trial?.phase === 'drawing' && sitting ? await finishFrom(reader, sitting, { signal }) : undefined,
    pot: known.state === 'convicted' || known.state === 'settled' ? await court.potOf(caseId, { signal }) : undefined,
    omission: kind === 'omission' ? await court.omissionOf(caseId, { signal }) : undefined,
    ghosting: kind === 'ghosting' ? await court.ghostingOf(caseId, { signal }) : undefined,
    events: events.filter((event) => event.caseId === caseId).map(rowOf),
  }
}

/** Returns the cases about one receipt, or about its node and epoch where they rest on no receipt. */
export async function casesOfReceipt(
  reader: Reader,
  receipt: { readonly hash: Hash; readonly node: Address; readonly epoch: bigint },
  options: Options,
): Promise<readonly KnownCase[]> {
  const concerning = ({ receiptHash, node, epoch }: OpenedCase) =>
    receiptHash === receipt.hash || (receiptHash === undefined && node === receipt.node && epoch === receipt.epoch)
  return readCases(reader, { ...options, concerning })
}

async function finishFrom({ court }: Reader, { beaconRound }: Sitting, options: Options): Promise<bigint> {
  return (await court.beaconTimes(beaconRound, options)).finishFrom
}

async function readEvents(reader: Reader, { signal }: Options): Promise<readonly CaseLogEvent[]> {
  const untilBlock = await reader.blockNumber({ signal })
  const fromBlock = BigInt(reader.deployment.deployedAtBlock)
  const found: CaseLogEvent[] = []
  const onTrouble = (error: MillraceError) => {
    throw error
  }
  const events = reader.court.watchCases({ fromBlock, untilBlock, pollMs: lookMs, confirmations: 0, onTrouble, signal })
  for await (const event of events) {
    if (event.type !== 'Reorganized') found.push(event)
    else while ((found.at(-1)?.blockNumber ?? -1n) > event.lastValidBlock) found.pop()
  }
  signal.throwIfAborted()
  return found
}

type OpenedCase = Pick<KnownCase, 'caseId' | 'kind' | 'openedAtBlock' | 'receiptHash' | 'node' | 'epoch'>

function openedOf(events: readonly CaseLogEvent[], { deployment }: Pick<Reader, 'deployment'>): OpenedCase[] {
  const kinds = new Map(Object.entries(deployment.judges).map(([kind, judge]) => [judge, kind as CaseKind]))
  const receiptOf = new Map<Hash, Hash>()
  for (const event of events) {
    if (event.type === 'PanelCalled' || event.type === 'OmissionChallenged') {
      receiptOf.set(event.caseId, event.receiptHash)
    }
  }
  return events.flatMap((event) => {
    if (event.type !== 'CaseOpened') return []
    const { caseId, judge, node, epoch, blockNumber } = event
    const kind = kinds.get(judge) ?? 'other'
    return [
      { caseId, kind, node, epoch: BigInt(epoch), openedAtBlock: blockNumber, receiptHash: receiptOf.get(caseId) },
    ]
  })
}

function rowOf({ type, blockNumber, transactionHash, ...event }: CaseLogEvent): CaseEventRow {
  const { blockHash: _hash, logIndex: _index, caseId: _case, ...fields } = event as Record<string, unknown>
  return { type, blockNumber, transactionHash, fields }
}

/** The court knows no such case. */
export class CaseNotFoundError extends MillraceError {
  override readonly name = 'CaseNotFoundError'

  constructor(caseId: Hash) {
    super({
      code: 'NOT_FOUND_CASE',
      message: `The court knows no case ${caseId}.`,
      hint: 'List them with "millrace cases".',
      retryable: false,
    })
  }
}
