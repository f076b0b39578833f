export { AnvilMissingError } from './anvil-binary.ts'
export { type DevAccount, devAccounts } from './anvil-dev-accounts.ts'
export { AnvilStateInUseError, orphanedAnvilWaitMsMax } from './anvil-state-lock.ts'
export type {
  CallOptions,
  ChainReader,
  ChainWriter,
  OperatorRecord,
  ReceiptRoot,
  RedemptionRequest,
  RedemptionResult,
  Stake,
  Tx,
  WatchOptions,
} from './chain-port.ts'
export { ChainRevertError } from './chain-revert-error.ts'
export { ChainRpcError } from './chain-rpc-error.ts'
export { ChainUnreachableError } from './chain-unreachable-error.ts'
export { type ChainReaderComponents, createChainReader } from './create-chain-reader.ts'
export { type ChainWriterComponents, type ChainWriterInit, createChainWriter } from './create-chain-writer.ts'
export { type DeployInit, type DeployProgress, deployContracts } from './deploy-contracts.ts'
export {
  type Deployment,
  deploymentToJson,
  deploymentTokensMax,
  parseDeployment,
  type TokenInfo,
  tokenSymbolCharsMax,
} from './deployment.ts'
export type { ChannelKey, CloseReason, EscrowEvent, EventPlace, SkipReason } from './escrow-event.ts'
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
export {
  logRangeBlocksMax,
  logsPerQueryMax,
  rememberedBlocksMax,
  WatchOverflowError,
  watchedChannelsMax,
  watchRetryDelayMsMax,
} from './watch-escrow.ts'
