export { AnvilMissingError } from './anvil-binary.ts'
export { type DevAccount, devAccounts } from './anvil-dev-accounts.ts'
export { AnvilStateInUseError, orphanedAnvilWaitMsMax } from './anvil-state-lock.ts'
export type { CaseEvent, CaseLogEvent } from './case-event.ts'
export type {
  BlockFacts,
  CallOptions,
  ChainReader,
  ChainWriter,
  OperatorRecord,
  ReceiptRoot,
  ReceiptTotal,
  RedemptionRequest,
  RedemptionResult,
  Stake,
  Tx,
  WatchOptions,
} from './chain-port.ts'
export { ChainRevertError } from './chain-revert-error.ts'
export { ChainRpcError } from './chain-rpc-error.ts'
export { ChainUnreachableError } from './chain-unreachable-error.ts'
export type {
  Auditor,
  AuditorRecord,
  BeaconTimes,
  Case,
  CaseState,
  CourtFees,
  CourtReader,
  CourtTimes,
  CourtWriter,
  GhostingCover,
  GhostingGranted,
  GhostingMatter,
  OmissionChallenge,
  Pot,
  RefundClaim,
  Seat,
  Sitting,
  Trial,
  TrialPhase,
  WatchCasesOptions,
} from './court-port.ts'
export { type CourtTerms, courtTermsDefault } from './court-terms.ts'
export { type ChainReaderComponents, createChainReader } from './create-chain-reader.ts'
export { type ChainWriterComponents, type ChainWriterInit, createChainWriter } from './create-chain-writer.ts'
export { auditorSlotsMax } from './create-court-reader.ts'
export { beaconCommitment, claimsPerCallMax, probesPerCallMax } from './create-court-writer.ts'
export { type DeployInit, type DeployProgress, deployContracts } from './deploy-contracts.ts'
export {
  type Deployment,
  deploymentToJson,
  deploymentTokensMax,
  type JudgeAddresses,
  parseDeployment,
  type TokenInfo,
  tokenSymbolCharsMax,
} from './deployment.ts'
export type { ChannelKey, CloseReason, EscrowEvent, EventPlace, SkipReason } from './escrow-event.ts'
export {
  logRangeBlocksMax,
  logsPerQueryMax,
  rememberedBlocksMax,
  watchRetryDelayMsMax,
} from './follow-logs.ts'
export { rpcAnswerBytesMax, rpcAttemptsMax, rpcRetryDelayMs, rpcTimeoutMsMax } from './json-rpc.ts'
export { KeyInvalidError } from './key-invalid-error.ts'
export {
  decryptKeystore,
  type EncryptOptions,
  encryptKeystore,
  type KeystoreJson,
  keystoreAddress,
  keystorePasswordCharsMax,
  keystorePbkdf2RoundsMax,
  keystoreScryptBytesMax,
  keystoreScryptNDefault,
  keystoreScryptWorkMax,
} from './keystore.ts'
export { KeystoreFileError, KeystoreMalformedError, KeystorePasswordError } from './keystore-errors.ts'
export { keystoreFileBytesMax, readKeystoreFile, readKeystoreJson, writeKeystoreFile } from './keystore-file.ts'
export { RpcUrlInvalidError } from './rpc-url-invalid-error.ts'
export {
  FeeTooHighError,
  FundsInsufficientError,
  feePerGasWeiMax,
  gasPerTransactionMax,
  NonceConflictError,
  nonceAttemptsMax,
  receiptPollMsMax,
  receiptPollMsMin,
  TxUnconfirmedError,
  txConfirmationsMax,
  txWaitMsDefault,
} from './send-transaction.ts'
export { createSigner, generatePrivateKey, recoverSigner } from './signature.ts'
export {
  type Anvil,
  type AnvilInit,
  AnvilStartError,
  AnvilStateBrokenError,
  anvilPortAttemptsMax,
  anvilStartMsMax,
  anvilStopMsMax,
  startAnvil,
} from './start-anvil.ts'
export { ChainIdMismatchError, ChainNotDeployedError } from './verify-deployment.ts'
export { WatchOverflowError, watchedChannelsMax } from './watch-escrow.ts'
