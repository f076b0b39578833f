/**
 * An auditor's own cases: opened with a bond, carried from step to step (each is somebody's transaction), appealed when a panel acquits
 * what this auditor still finds to be cheated, and wound up. Each step looks at the chain first, so it can be repeated.
 *
 * Bounds: cases open and begun in a day, bonds held at once, gas in a day.
 */
import { type Case, ChainRevertError, type Trial, type Tx } from '@millrace/chain'
import { type Hash, type ReceiptBundle, verdictOutcomes } from '@millrace/protocol'
import { judgeBundle } from '../judge/judge-bundle.ts'
import { readBundle } from '../judge/read-bundle.ts'
import { type CourtContext, chainCall } from './court-context.ts'
import type { OwnCase } from './court-store.ts'

const dayMs = 86_400_000
type Options = { readonly signal: AbortSignal }
type KnownCase = OwnCase & { readonly caseId: Hash }

/** States in which a case holds no bond any more and nothing is left to do. */
export const endedStates: ReadonlySet<OwnCase['state']> = new Set(['settled', 'dismissed', 'refused'])

/** What the panel's judge will say of a receipt for ever. */
const finalRefusals: ReadonlySet<string | undefined> = new Set([
  ...['ReceiptAcquitted', 'ReceiptTooOld', 'NotComparable', 'SignatureInvalid', 'NodeNotOfOperator'],
])

/** Does what is now to be done for a case; resolves when nothing is, for the moment. */
export async function pursueCase(context: CourtContext, own: OwnCase, options: Options): Promise<void> {
  if (own.state === 'opening') return openCase(context, own, options)
  const { caseId } = own
  if (caseId === undefined || endedStates.has(own.state)) return
  if (isGasSpent(context)) return context.log({ event: 'court-gas-spent', caseId })
  const { reporter, store, log } = context
  const known = await reporter.court.caseOf(caseId, chainCall(context, options.signal))
  if (known === undefined) return
  const now = await reporter.blockTimestamp(chainCall(context, options.signal))
  if (known.state === 'open') return advanceTrial(context, { ...own, caseId }, { known, now, ...options })
  if (known.state === 'convicted') {
    if (own.state !== 'convicted') log({ event: 'case-convicted', caseId, node: own.node })
    store.setOwnCase(own.receiptHash, 'convicted')
    const { claimsFrom, claimsUntil, assessed } = await reporter.court.potOf(caseId, chainCall(context, options.signal))
    if (now > claimsUntil) await paid(context, reporter.court.settleCase(caseId, chainCall(context, options.signal)))
    else if (now >= claimsFrom && !assessed) {
      // Sizes the slash by the totals that are final now; buyers see what they claim from.
      await paid(context, reporter.court.claimRefunds(caseId, [], chainCall(context, options.signal)))
    }
    return
  }
  await windUp(context, { ...own, caseId }, options)
  store.setOwnCase(own.receiptHash, known.state === 'settled' ? 'settled' : 'dismissed')
  log({ event: 'case-ended', caseId, node: own.node, state: known.state })
}

/**
 * A crash between transaction and file leaves it `opening`: then the chain refuses a second one, and its event names the case. What may pass
 * (a pause, a bond or an allowance that is missing) is thrown, and tried again until the evidence is too old.
 */
async function openCase(context: CourtContext, own: OwnCase, { signal }: Options): Promise<void> {
  const { reporter, store, log, locator, now } = context
  const bundle = bundleOf(context, own.receiptHash)
  const accusation = { receipt: bundle.receipt, signature: bundle.receiptSignature, locatorHash: locator }
  try {
    const opened = await reporter.court.openPanelCase(accusation, chainCall(context, signal))
    spendGas(context, opened)
    store.spend(Math.floor(now() / dayMs), 'cases', 1n)
    store.setOwnCase(own.receiptHash, 'open', opened.caseId)
    log({ event: 'case-opened', caseId: opened.caseId, node: own.node })
  } catch (error) {
    if (!(error instanceof ChainRevertError)) throw error
    const { contractError, message: reason } = error
    const isFinal = finalRefusals.has(contractError)
    if (!isFinal && contractError !== 'CaseStillOpen') throw error
    log({ event: 'case-not-opened', receiptHash: own.receiptHash, reason })
    if (isFinal) store.setOwnCase(own.receiptHash, 'refused')
  }
}

async function advanceTrial(
  context: CourtContext,
  own: KnownCase,
  at: Options & { readonly known: Case; readonly now: bigint },
): Promise<void> {
  const { reporter } = context
  const { caseId } = own
  const call = () => chainCall(context, at.signal)
  if (at.now > at.known.deadline) return void (await paid(context, reporter.court.expireCase(caseId, call())))
  const trial = await reporter.court.trialOf(caseId, call())
  if (trial === undefined) return
  const sitting = await reporter.court.sittingOf(caseId, trial.round, call())
  if (trial.phase === 'drawing') return drawWhenDue(context, caseId, sitting.beaconRound, at)
  if (trial.phase === 'sitting') {
    const haveAllRevealed = sitting.seats.slice(sitting.from).every(({ outcome }) => outcome !== 0)
    if (at.now > sitting.revealUntil || haveAllRevealed) await paid(context, reporter.court.tallyPanel(caseId, call()))
    return
  }
  if (trial.phase !== 'appealable') return
  if (at.now > trial.appealUntil) return void (await paid(context, reporter.court.concludePanel(caseId, call())))
  if (await shouldAppeal(context, own, trial, at)) {
    await paid(context, reporter.court.appealPanel(caseId, call()))
    context.log({ event: 'case-appealed', caseId, node: own.node })
  }
}

async function drawWhenDue(
  context: CourtContext,
  caseId: Hash,
  beaconRound: bigint,
  { now, signal }: Options & { readonly now: bigint },
): Promise<void> {
  const { court } = context.reporter
  const call = () => chainCall(context, signal)
  if ((await court.beaconOutput(beaconRound, call())) === undefined) {
    const { finishFrom, finishUntil } = await court.beaconTimes(beaconRound, call())
    if (now < finishFrom) return
    // Where the round has lapsed the draw names the one to wait for.
    if (now <= finishUntil) await paid(context, court.finishBeacon(beaconRound, call()))
  }
  await paid(context, court.drawPanel(caseId, call()))
}

/** Only where this auditor, asked again, still finds the cheat, and the bond is within what it may put up. */
async function shouldAppeal(
  context: CourtContext,
  own: KnownCase,
  trial: Trial,
  { signal }: Options,
): Promise<boolean> {
  if (trial.first !== verdictOutcomes.honest || trial.round !== 1) return false
  const { appealBond } = await context.reporter.court.fees(chainCall(context, signal))
  if ((await bondsHeld(context, { signal })) + appealBond > context.bondsMax) return false
  const judgement = await judgeBundle(context.judge, bundleOf(context, own.receiptHash), { signal })
  return judgement.outcome === 'cheated'
}

/** Bonds and rewards come back to the account that accuses. */
async function windUp(context: CourtContext, { caseId }: KnownCase, { signal }: Options): Promise<void> {
  const { court, account } = context.reporter
  const call = () => chainCall(context, signal)
  if ((await court.bondOf(caseId, account, call())) > 0n) {
    await paid(context, court.releaseBond(caseId, account, call()))
  }
  if ((await court.owedTo(account, call())) > 0n) await paid(context, court.withdrawOwed(account, call()))
}

/** Returns the base units of MILL that bonds of own cases hold. Cost: one call a case that is not over. */
export async function bondsHeld(context: CourtContext, { signal }: Options): Promise<bigint> {
  const { store, reporter } = context
  const { panelBond } = await reporter.court.fees(chainCall(context, signal))
  let held = 0n
  for (const { caseId, state } of store.ownCases()) {
    if (endedStates.has(state)) continue
    held +=
      caseId === undefined
        ? panelBond
        : await reporter.court.bondOf(caseId, reporter.account, chainCall(context, signal))
  }
  return held
}

export function isGasSpent({ store, now, limits }: Pick<CourtContext, 'store' | 'now' | 'limits'>): boolean {
  return store.spent(Math.floor(now() / dayMs), 'gas') >= limits.gasPerDayMax
}

export function casesBegun({ store, now }: Pick<CourtContext, 'store' | 'now'>): bigint {
  return store.spent(Math.floor(now() / dayMs), 'cases')
}

/** Somebody else may have taken the step first: then the chain refuses ours, and the next look sees it done. */
export async function paid(context: CourtContext, step: Promise<Tx>): Promise<void> {
  try {
    spendGas(context, await step)
  } catch (error) {
    if (!(error instanceof ChainRevertError)) throw error
    context.log({ event: 'court-step-refused', reason: error.message })
  }
}

function spendGas({ store, now }: CourtContext, { gasUsed }: Tx): void {
  store.spend(Math.floor(now() / dayMs), 'gas', gasUsed)
}

function bundleOf({ store, judge }: CourtContext, receiptHash: Hash): ReceiptBundle {
  const text = store.bundleOf(receiptHash)
  const read = text === undefined ? undefined : readBundle(text, judge.domain)
  if (read === undefined || !('bundle' in read)) throw new TypeError('The evidence of an own case is on disk')
  return read.bundle
}
