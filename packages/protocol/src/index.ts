export { type Amount, amountMax, type PricePerMillion, parseUint, type Units } from './amount.ts'
export {
  announcementBytesMax,
  decodeAnnouncement,
  encodeAnnouncement,
  offersPerAnnouncementMax,
  offerTopic,
} from './announcement.ts'
export {
  type BeaconChain,
  type CheckedBeacon,
  createBeaconChain,
  isBeaconOf,
  isRunSequence,
  leaseRunsMax,
} from './beacon.ts'
export {
  type Channel,
  type ChannelEvent,
  type ChannelState,
  channelIdOf,
  channelTransition,
  channelTransitions,
} from './channel.ts'
export { charge, type MeteredUnits, type Prices } from './charge.ts'
export {
  type AttestationKind,
  attestationKinds,
  type ExactnessClass,
  exactnessClasses,
  type Finish,
  finishes,
  nameOfCode,
  type OfferTerms,
  offerTerms,
  type PeerRole,
  type Policy,
  peerRoles,
  policies,
  type ResourceClass,
  resourceClasses,
  type VerdictOutcome,
  verdictOutcomes,
  type Workload,
  workloads,
} from './codes.ts'
export { type ContentPurpose, canonicalJson, contentHash } from './content-hash.ts'
export {
  creditIncrement,
  creditTokensMax,
  creditUnitsMax,
  taskCreditUnitsMax,
  voucherDue,
  withinCredit,
} from './credit.ts'
export { decodeJson, frameDepthMax } from './decode-json.ts'
export { formatAmount, type TokenUnit } from './format-amount.ts'
export {
  type Address,
  bytesToHex,
  type Hash,
  type Hex,
  hexToBytes,
  parseAddress,
  parseHash,
  parseSignature,
  type Signature,
  zeroAddress,
  zeroHash,
} from './hex.ts'
export {
  type LeaseEvent,
  type LeaseState,
  leaseTransition,
  leaseTransitions,
  receiptIdOf,
} from './lease.ts'
export {
  decodeLineFrame,
  encodeLineFrame,
  type LineContent,
  type LineFrame,
  lineCost,
  lineFrameBytesMax,
  lineFrameCost,
  lineWindowBytes,
  lineWindowBytesMax,
} from './line-frame.ts'
export { MalformedError } from './malformed-error.ts'
export {
  type MerkleTree,
  merkleLeaf,
  merkleLeavesMax,
  merkleProof,
  merkleRoot,
  merkleTree,
  verifyMerkleProof,
} from './merkle.ts'
export {
  type ChannelClose,
  channelCloseType,
  messageTypes,
  type Offer,
  type Order,
  offerType,
  orderType,
  type PayerProof,
  type PeerHello,
  type PeerKey,
  payerProofType,
  peerHelloType,
  peerKeyType,
  type Quote,
  quoteType,
  type Receipt,
  receiptType,
  type SealingKey,
  sealingKeyType,
  type Verdict,
  type Voucher,
  verdictType,
  voucherType,
} from './messages.ts'
export { isMillraceError, MillraceError, type MillraceErrorInit } from './millrace-error.ts'
export {
  type ModelContent,
  modelContentSchema,
  modelFileBytesMax,
  modelFilesMax,
  modelRoot,
  parseModelContent,
} from './model-manifest.ts'
export {
  coordinateErrorPpmMax,
  coordinateUsMax,
  type OfferCoordinate,
  type OfferDetails,
  offerAddressCharsMax,
  offerAddressesMax,
  offerCoordinateSchema,
  offerDetailsHash,
  parseOfferDetails,
  replayablePremiumBpsMax,
  type WeeklyWindow,
  weeklyWindowsMax,
} from './offer-details.ts'
export { parseWith } from './parse-with.ts'
export { parsedBy } from './parsed-by.ts'
export {
  frameBytesMax,
  type PeerConnection,
  type PeerEndpoint,
  type PeerListener,
  type PeerStream,
  type PeerTransport,
  queuedFramesMax,
  type StreamHandler,
  streamsPerConnectionMax,
} from './peer-transport.ts'
export {
  type PolicyCode,
  policyCode,
  policyOf,
  ratePpmMax,
  replicasMax,
  type VerificationPolicy,
} from './policy.ts'
export { parsePolicy, policyForms, policyText } from './policy-text.ts'
export { protocolVersion } from './protocol-version.ts'
export { ProtocolVersionError } from './protocol-version-error.ts'
export { raisedPrices } from './raised-prices.ts'
export {
  bundleReceiptId,
  checkReceiptBundle,
  parseReceiptBundle,
  type ReceiptBundle,
  type ReceiptCheck,
  receiptBundleToJson,
} from './receipt-bundle.ts'
export { receiptEpochOf } from './receipt-epoch.ts'
export { isInclusionOf, type ReceiptInclusion } from './receipt-inclusion.ts'
export { isCountry, parseRegion, type RegionName, regionNames, regionOfCountry, undisclosedCountry } from './regions.ts'
export {
  type AuditRequest,
  auditBundleCharsMax,
  type BatchOutput,
  type BatchRequest,
  batchArgsMax,
  batchCharsMax,
  batchInputsMax,
  type ChatRequest,
  type CompletionRequest,
  type EmbedRequest,
  embedInputsMax,
  maxTokensMax,
  messagesPerRequestMax,
  type OutputsResponse,
  parseRequest,
  promptCharsMax,
  requestHash,
  responseHash,
  stopSequenceCharsMax,
  stopSequencesMax,
  type TextResponse,
  type VectorResponse,
  type VerdictResponse,
  type WorkRequest,
  type WorkResponse,
} from './request.ts'
export { samplerSeed } from './sampler-seed.ts'
export { resultSeal } from './seal.ts'
export type { RecoverSigner, Signer } from './signature-port.ts'
export { type SignedOffer, signedOfferSchema } from './signed-offer.ts'
export {
  isTaskPath,
  type TaskFile,
  type TaskRequest,
  type TaskResponse,
  type TaskRunLimits,
  type TaskRunOutcome,
  taskArgumentsMax,
  taskCommandBytesMax,
  taskCpusMax,
  taskFilesMax,
  taskGpusMax,
  taskInputsMax,
  taskLogBytesMax,
  taskObjectBytesMax,
  taskOutcomes,
  taskOutputsMax,
  taskPathBytesMax,
  taskPathDepthMax,
  taskPathsCharsMax,
  taskRefusalCharsMax,
  taskVariablesMax,
  taskWallMsMax,
} from './task.ts'
export { type TaskSandboxName, taskSandboxContent, taskSandboxNames } from './task-content.ts'
export {
  isVariableName,
  sealedSecretExtraBytes,
  secretAad,
  secretInfo,
  type TaskPort,
  type TerminalSize,
  taskPortsMax,
  taskSecretBytesMax,
  taskSecretsMax,
  terminalSizeMax,
} from './task-service.ts'
export {
  type Domain,
  digest,
  domainSeparator,
  type Field,
  type FieldType,
  hashStruct,
  type MessageJson,
  type MessageOf,
  type MessageType,
  messageId,
  messageToJson,
  messageType,
  parseMessage,
} from './typed-data.ts'
export {
  type BuyerFrame,
  chunkUnitsMax,
  decodeBuyerFrame,
  decodeOpening,
  decodeProviderFrame,
  encodeFrame,
  errorTextCharsMax,
  idempotencyKeyCharsMax,
  negotiationRoundsMax,
  type OpeningFrame,
  offersPerAnswerMax,
  type ProviderFrame,
  reservedSlotsMax,
  type WantFrame,
} from './wire.ts'
export {
  auditInputUnits,
  batchInputUnits,
  batchOutputUnits,
  batchOutputUnitsMax,
  gasPerUnit,
  taskClockSlackMs,
  taskInputUnits,
  taskOutputUnits,
  taskOutputUnitsMax,
  taskOutputUnitsWithin,
} from './work-units.ts'
