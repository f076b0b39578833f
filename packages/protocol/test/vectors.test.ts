/** Every vector in `vectors/` holds in TypeScript, and the files are what the generator writes. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { vectorFiles } from '../scripts/vector-files.ts'
import {
  type Address,
  bytesToHex,
  type ChannelEvent,
  type ChannelState,
  type ContentPurpose,
  canonicalJson,
  channelIdOf,
  channelTransition,
  channelTransitions,
  charge,
  contentHash,
  digest,
  domainSeparator,
  type Hash,
  hashStruct,
  type LeaseEvent,
  type LeaseState,
  leaseTransition,
  leaseTransitions,
  merkleProof,
  merkleRoot,
  merkleTree,
  messageToJson,
  messageTypes,
  parseAddress,
  parseMessage,
  parseModelContent,
  parseRequest,
  verifyMerkleProof,
} from '../src/index.ts'

describe('vectors', () => {
  test('committed files are what the generator writes', () => {
    for (const [name, text] of Object.entries(vectorFiles())) expect(read(name), name).toBe(text)
  })

  test('messages: type strings, struct hashes and digests are equal to viem’s', () => {
    const { domain, typeStrings, cases } = JSON.parse(read('messages.json')) as {
      domain: { chainId: number; verifyingContract: string }
      typeStrings: string[]
      cases: { type: keyof typeof messageTypes; message: unknown; structHash: string; digest: string }[]
    }
    const separator = domainSeparator({
      chainId: domain.chainId,
      verifyingContract: parseAddress(domain.verifyingContract),
    })
    expect(Object.values(messageTypes).map((type) => type.typeString)).toEqual(typeStrings)
    expect(new Set(cases.map(({ type }) => type))).toEqual(new Set(Object.keys(messageTypes)))
    for (const { type: name, message: json, ...expected } of cases) {
      const type = messageTypes[name]
      const message = parseMessage(type, json)
      expect({ structHash: hashStruct(type, message), digest: bytesToHex(digest(separator, type, message)) }).toEqual(
        expected,
      )
      expect(messageToJson(type, message)).toEqual(json)
    }
  })

  test('charge: every case', () => {
    const { cases } = JSON.parse(read('charge.json')) as { cases: Record<string, string>[] }
    expect(cases.length).toBeGreaterThan(30)
    for (const row of cases) {
      const [inputUnits, inputPrice, outputUnits, outputPrice, amount] = [
        'inputUnits',
        'inputPrice',
        'outputUnits',
        'outputPrice',
        'amount',
      ].map((name) => BigInt(row[name] ?? '')) as [bigint, bigint, bigint, bigint, bigint]
      expect(charge({ inputPrice, outputPrice }, { inputUnits, outputUnits })).toBe(amount)
    }
  })

  test('merkle: roots and proofs are equal to OpenZeppelin’s', () => {
    const { cases } = JSON.parse(read('merkle.json')) as {
      cases: { leaves: Hash[]; root: Hash; proofs: Hash[][] }[]
    }
    expect(cases.map(({ leaves }) => leaves.length)).toEqual([1, 2, 3, 5, 8, 33])
    for (const { leaves, root, proofs } of cases) {
      const tree = merkleTree(leaves)
      expect(merkleRoot(tree)).toBe(root)
      leaves.forEach((leaf, i) => {
        expect(merkleProof(tree, leaf)).toEqual(proofs[i])
        expect(verifyMerkleProof(root, leaf, proofs[i] ?? [])).toBe(true)
      })
    }
  })

  test('channel: the whole product of states and events', () => {
    const { states, events, transitions } = readTable<ChannelState, ChannelEvent>('channel.json')
    expect(states).toEqual(Object.keys(channelTransitions))
    expect(transitions).toHaveLength(states.length * events.length)
    for (const { from, event, to } of transitions) expect(channelTransition(from, event) ?? null).toBe(to)
  })

  test('channel: identifiers', () => {
    const { ids } = JSON.parse(read('channel.json')) as {
      ids: { payer: Address; operator: Address; token: Address; id: Hash }[]
    }
    for (const { payer, operator, token, id } of ids) expect(channelIdOf(payer, operator, token)).toBe(id)
  })

  test('lease: the whole product of states and events', () => {
    const { states, events, transitions } = readTable<LeaseState, LeaseEvent>('lease.json')
    expect(states).toEqual(Object.keys(leaseTransitions))
    expect(transitions).toHaveLength(states.length * events.length)
    for (const { from, event, to } of transitions) expect(leaseTransition(from, event) ?? null).toBe(to)
  })

  const contentCases = (
    JSON.parse(read('content.json')) as {
      cases: { name: string; purpose: ContentPurpose; json: string; canonical: string; hash: string }[]
    }
  ).cases

  test.each(contentCases)('content: $name', ({ purpose, json, canonical, hash }) => {
    const content: unknown = JSON.parse(json)
    expect(canonicalJson(content)).toBe(canonical)
    expect(contentHash(purpose, content)).toBe(hash)
  })

  test('content: requests and models hash the same after parsing', () => {
    for (const { name, purpose, json, hash } of contentCases) {
      const content: unknown = JSON.parse(json)
      if (purpose === 'request' && !name.includes('another purpose')) {
        expect(contentHash('request', parseRequest(content)), name).toBe(hash)
      }
      if (purpose === 'model') expect(contentHash('model', parseModelContent(content)), name).toBe(hash)
    }
  })

  test('content: spelling does not change a request’s hash, other content does', () => {
    const hashes = contentCases.map(({ hash }) => hash)
    expect(hashes[1]).toBe(hashes[0])
    expect(hashes[2]).toBe(hashes[0])
    expect(new Set(hashes).size).toBe(hashes.length - 2)
  })
})

function read(name: string): string {
  return readFileSync(new URL(`../../../vectors/${name}`, import.meta.url), 'utf8')
}

function readTable<S, E>(name: string) {
  return JSON.parse(read(name)) as { states: S[]; events: E[]; transitions: { from: S; event: E; to: S | null }[] }
}
