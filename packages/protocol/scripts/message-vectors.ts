/**
 * Vectors of the signed messages, made by viem from the type strings below, which are written out here and not taken
 * from the protocol: a field that is moved, renamed or resized there no longer hashes to these values.
 */
import { hashStruct, hashTypedData } from 'viem'
import { seededBytes, toHex, toUint } from './seeded-bytes.ts'

const typeStrings = [
  'Offer(address operator,address node,bytes32 modelRoot,uint8 workload,address token,uint128 inputPrice,uint128 outputPrice,uint32 contextTokensMax,uint32 creditTokens,uint8 exactness,uint8 terms,uint8 resourceClass,uint32 gpuMemoryMib,uint32 country,uint32 attestations,uint32 slots,uint32 noticeSeconds,uint64 availableFrom,uint64 availableUntil,bytes32 detailsHash,uint64 sequence,uint64 expiresAt)',
  'Quote(bytes32 offerHash,address payer,address operator,address node,bytes32 modelRoot,uint8 workload,address token,uint128 inputPrice,uint128 outputPrice,uint32 contextTokensMax,uint32 creditTokens,uint8 terms,uint32 noticeSeconds,uint8 exactness,uint8 policy,uint32 policyParameter,bytes32 beacon,uint32 slots,uint64 startsAt,uint128 fee,uint128 amountMax,uint64 sequence,uint64 expiresAt)',
  'Order(bytes32 quoteHash,bytes32 channelId,uint64 epoch,address payer,address operator,address node,address signer,uint8 policy,uint32 policyParameter,uint128 amountMax,uint64 sequence,uint64 expiresAt)',
  'Voucher(bytes32 channelId,uint64 epoch,uint128 amount)',
  'ChannelClose(bytes32 channelId,uint64 epoch,uint128 amount)',
  'Receipt(bytes32 leaseId,uint64 sequence,address payer,address operator,address node,address token,bytes32 modelRoot,uint8 workload,uint8 exactness,bytes32 build,bytes32 beacon,bytes32 requestHash,bytes32 responseHash,bytes32 evidenceRoot,uint64 inputUnits,uint64 outputUnits,uint128 amount,uint8 finish,uint64 startedAt,uint64 finishedAt)',
  'Verdict(bytes32 caseId,uint32 round,address auditor,bytes32 receiptHash,uint8 outcome,bytes32 evidenceHash,bytes32 salt)',
  'PeerHello(address self,uint8 role,bytes32 binding)',
  'PayerProof(address payer,address session,uint64 expiresAt)',
  'PeerKey(address self)',
  'SealingKey(address node,bytes32 key,uint64 expiresAt)',
]
const domain = {
  name: 'Millrace',
  version: '1',
  chainId: 31337,
  verifyingContract: '0x00000000000000000000000000000000000e5c40',
} as const
const randomCasesPerType = 4

type FieldSpec = { readonly name: string; readonly type: string }
type FieldJson = string | number
type Fill = (field: FieldSpec, index: number) => bigint

/** Returns the contents of `vectors/messages.json`. */
export function messageVectors(): unknown {
  const random = seededBytes('messages')
  const fills: Fill[] = [
    () => 0n,
    ({ type }) => 2n ** BigInt(bitsOf(type)) - 1n,
    (_field, index) => BigInt(index + 1),
    ...Array.from(
      { length: randomCasesPerType },
      (): Fill =>
        ({ type }) =>
          toUint(random(bitsOf(type) / 8)),
    ),
  ]
  const cases = typeStrings.flatMap((typeString) => fills.map((fill) => messageCase(typeString, fill)))
  return { domain, typeStrings, cases }
}

function messageCase(typeString: string, fill: Fill) {
  const { name, fields } = parseTypeString(typeString)
  const values = new Map(fields.map((field, index) => [field, fill(field, index)]))
  const entries = [...values].map(([field, value]) => [field.name, encodable(field.type, value)] as const)
  const data = Object.fromEntries(entries)
  const types = { [name]: fields }
  return {
    type: name,
    message: Object.fromEntries([...values].map(([field, value]) => [field.name, jsonOf(field.type, value)])),
    structHash: hashStruct({ data, primaryType: name, types }),
    digest: hashTypedData({ domain, message: data, primaryType: name, types }),
  }
}

function parseTypeString(typeString: string): { name: string; fields: FieldSpec[] } {
  const open = typeString.indexOf('(')
  const fields = typeString
    .slice(open + 1, -1)
    .split(',')
    .map((field) => {
      const [type = '', name = ''] = field.split(' ')
      return { name, type }
    })
  return { name: typeString.slice(0, open), fields }
}

function bitsOf(type: string): number {
  if (type === 'address') return 160
  return type === 'bytes32' ? 256 : Number(type.replace('uint', ''))
}

function encodable(type: string, value: bigint): string | bigint {
  return type.startsWith('uint') ? value : hexOf(type, value)
}

function jsonOf(type: string, value: bigint): FieldJson {
  if (!type.startsWith('uint')) return hexOf(type, value)
  return bitsOf(type) <= 32 ? Number(value) : String(value)
}

function hexOf(type: string, value: bigint): string {
  const digits = bitsOf(type) / 4
  return toHex(Buffer.from(value.toString(16).padStart(digits, '0'), 'hex'))
}
