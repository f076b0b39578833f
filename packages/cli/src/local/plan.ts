/** The local network as data: who is on it, what they serve and charge, and how much play money everyone starts with. */
import type { CourtTerms } from '@millrace/chain'
import type { Amount } from '@millrace/protocol'

/** Who provides, in every plan; their keys carry these names. */
export const localProviderNames = ['alder', 'birch', 'cedar'] as const

/** Who audits. */
export const localAuditorName = 'elm'

export type ProviderPlan = {
  readonly name: (typeof localProviderNames)[number]
  /** `MODEL=INPUT/OUTPUT`, prices in tokens of money per million tokens of text, as `millrace provide --model` takes them. */
  readonly models: readonly string[]
  /** Whether its answers can be replayed to the bit, where a buyer asks for it. */
  readonly isReplayable?: boolean
}

export type LocalPlan = {
  readonly providers: readonly ProviderPlan[]
  /** Models to have on disk before the providers start. */
  readonly models: readonly string[]
  /** The model that the first question goes to. */
  readonly chatModel: string
  readonly question: string
}

/** The model that chats unless another is named. */
export const chatModel = 'tinyllama-1.1b-chat'

/** Returns whether somebody of the plan gives answers of the model that can be replayed. */
export function isReplayable({ providers }: LocalPlan, model: string): boolean {
  return providers.some(
    (plan) => plan.isReplayable === true && plan.models.some((listed) => listed.startsWith(`${model}=`)),
  )
}

/** Returns the models whose answers can be replayed: those that the auditor holds, too. */
export function replayableModels({ providers }: LocalPlan): readonly string[] {
  const replayable = providers.filter((plan) => plan.isReplayable === true).flatMap(({ models }) => models)
  return [...new Set(replayable.map((listed) => listed.split('=', 1)[0] ?? listed))]
}

/** Three providers: two compete on the chat model, one of them with replayable answers; one serves small models cheaply. */
export const fullPlan: LocalPlan = {
  providers: [
    { name: 'alder', models: ['tinyllama-1.1b-chat=0.10/0.40', 'minilm-l6-v2=0.02/0'], isReplayable: true },
    { name: 'birch', models: ['tinyllama-1.1b-chat=0.15/0.60'] },
    { name: 'cedar', models: ['stories15m=0.01/0.02', 'minilm-l6-v2=0.01/0'] },
  ],
  models: ['tinyllama-1.1b-chat', 'stories15m', 'minilm-l6-v2'],
  chatModel,
  question: 'In one sentence: what does a water mill do?',
}

/** The same with models of a few dozen megabytes: for slow links and for tests. The storyteller does not answer questions. */
export const lightPlan: LocalPlan = {
  providers: [
    { name: 'alder', models: ['stories15m=0.10/0.40', 'minilm-l6-v2=0.02/0'], isReplayable: true },
    { name: 'birch', models: ['stories15m=0.15/0.60'] },
    { name: 'cedar', models: ['minilm-l6-v2=0.01/0'] },
  ],
  models: ['stories15m', 'minilm-l6-v2'],
  chatModel: 'stories15m',
  question: 'Tell me a story about a mill.',
}

export const localChainId = 31_337
/** Seconds a payer waits to leave a channel that the operator does not close; a real network uses a day. */
export const localCloseDelaySeconds = 600
/** Seconds stake stays slashable after it was asked back. */
export const localUnbondingSeconds = 86_400
/**
 * The local courts: windows as short as a person at the terminal likes to wait, and panels of one, as few auditors are here. A
 * network of strangers has days and three seats.
 */
export const localCourt: Partial<CourtTerms> = {
  receiptEpochSeconds: 60,
  receiptPostingSeconds: 300,
  claimSeconds: 300,
  answerSeconds: 300,
  beaconPhaseSeconds: 15,
  beaconSettlingSeconds: 1,
  commitSeconds: 90,
  revealSeconds: 60,
  appealSeconds: 60,
  auditorLeaveSeconds: 300,
  panelSeats: 1,
  panelAgree: 1,
}
/** Wei that every local account gets for gas: one coin. */
export const localGasWei = 10n ** 18n
/** Base units of play dollars the local buyer starts with: 1,000 tUSD, half of it deposited. */
export const localBuyerDollars: Amount = 1_000_000_000n
export const localBuyerDeposit: Amount = 500_000_000n
/** Base units of play dollars that the faucet gives at a time: 100 tUSD. */
export const localFaucetDollars: Amount = 100_000_000n
/** Base units of the budget on the local API key: 100 tUSD. */
export const localKeyBudget: Amount = 100_000_000n
/** Base units of MILL each local operator stakes: 1,000 MILL. */
export const localStake: Amount = 1_000n * 10n ** 18n
/** Seconds after which a local provider redeems what it is owed: soon, so that the settlement can be watched. */
export const localRedeemSeconds = 2
/** What every local provider runs WebAssembly programs for: per million KiB, and per million million gas. */
export const localBatchPrices = '0.10/1.00'
/** Seconds of notice that local providers give: less than they get to stop in. */
export const localNoticeSeconds = 2
/** Output tokens the first answer may have. */
export const firstAnswerTokensMax = 96
