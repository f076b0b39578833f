export type {
  CallOptions,
  ChainReader,
  ChainWriter,
  OperatorRecord,
  RedemptionRequest,
  RedemptionResult,
  Stake,
  Tx,
  WatchOptions,
} from './chain-port.ts'
export {
  type Deployment,
  deploymentToJson,
  deploymentTokensMax,
  parseDeployment,
  type TokenInfo,
  tokenSymbolCharsMax,
} from './deployment.ts'
export type { ChannelKey, CloseReason, EscrowEvent, EventPlace, SkipReason } from './escrow-event.ts'
export { KeyInvalidError } from './key-invalid-error.ts'
export { createSigner, generatePrivateKey, recoverSigner } from './signature.ts'
