/** The local network as data: who is on it, what they serve and charge, and how much play money everyone starts with. */
import type { Amount } from '@millrace/protocol'

export type ProviderPlan = {
  readonly name: string
  /** `MODEL=INPUT/OUTPUT`, prices in tokens of money per million tokens of text, as `millrace provide --model` takes them. */
  readonly models: readonly string[]
}

/** Three providers: two compete on the chat model, one serves small models cheaply. */
export const localProviders: readonly ProviderPlan[] = [
  { name: 'alder', models: ['tinyllama-1.1b-chat=0.10/0.40', 'minilm-l6-v2=0.02/0'] },
  { name: 'birch', models: ['tinyllama-1.1b-chat=0.15/0.60'] },
  { name: 'cedar', models: ['stories15m=0.01/0.02', 'minilm-l6-v2=0.01/0'] },
]

export const chatModel = 'tinyllama-1.1b-chat'
export const localModels = ['tinyllama-1.1b-chat', 'stories15m', 'minilm-l6-v2'] as const
export const localChainId = 31_337
/** Seconds a payer waits to leave a channel that the operator does not close; a real network uses a day. */
export const localCloseDelaySeconds = 600
/** Seconds stake stays slashable after it was asked back. */
export const localUnbondingSeconds = 86_400
/** Wei that every local account gets for gas: one coin. */
export const localGasWei = 10n ** 18n
/** Base units of play dollars the local buyer starts with: 1,000 tUSD, half of it deposited. */
export const localBuyerDollars: Amount = 1_000_000_000n
export const localBuyerDeposit: Amount = 500_000_000n
/** Base units of the budget on the local API key: 100 tUSD. */
export const localKeyBudget: Amount = 100_000_000n
/** Base units of MILL each local operator stakes: 1,000 MILL. */
export const localStake: Amount = 1_000n * 10n ** 18n
/** Seconds after which a local provider redeems what it is owed: soon, so that the settlement can be watched. */
export const localRedeemSeconds = 1
/** The first question, unless `--question` gives another. */
export const firstQuestion = 'In one sentence: what does a water mill do?'
/** Output tokens the first answer may have. */
export const firstAnswerTokensMax = 96
