import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import {
  bytesToHex,
  type Domain,
  digest,
  domainSeparator,
  type FieldType,
  type Hex,
  hexToBytes,
  messageTypes,
  type Signature,
} from '@millrace/protocol'
import fc from 'fast-check'
import { hashTypedData, recoverAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { expandSignature, toLongSignature } from './expand-signature.ts'
import { createSigner, generatePrivateKey, recoverSigner } from './signature.ts'

const curveOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })
const key = fc.bigInt(1n, curveOrder - 1n).map((value) => toHex(value, 32))
const address = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => bytesToHex(bytes))
const arbitraryOf: Record<FieldType, fc.Arbitrary<unknown>> = {
  address,
  bytes32: bytes32.map((bytes) => bytesToHex(bytes)),
  uint8: fc.integer({ min: 0, max: 255 }),
  uint32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  uint64: fc.bigInt(0n, 2n ** 64n - 1n),
  uint128: fc.bigInt(0n, 2n ** 128n - 1n),
  uint256: fc.bigInt(0n, 2n ** 256n - 1n),
}

describe('signature', () => {
  it.each(Object.values(messageTypes))('hashes a $name as viem does', (type) => {
    const domain = fc.record({ chainId: fc.integer({ min: 1, max: 2 ** 31 }), verifyingContract: address })
    const fields = type.fields as readonly (readonly [string, FieldType])[]
    const message = fc.record(Object.fromEntries(fields.map(([field, fieldType]) => [field, arbitraryOf[fieldType]])))
    fc.assert(
      fc.property(domain, message, (domain: Domain, message) => {
        const ours = digest(domainSeparator(domain), type, message as never)
        const theirs = hashTypedData({
          domain: { name: 'Millrace', version: '1', ...domain },
          types: { [type.name]: fields.map(([field, fieldType]) => ({ name: field, type: fieldType })) },
          primaryType: type.name,
          message,
        } as never)
        expect(bytesToHex(ours)).toBe(theirs)
      }),
      { numRuns: 50 },
    )
  })

  it('signs what viem recovers to the same address, and as viem signs', async () => {
    await fc.assert(
      fc.asyncProperty(key, bytes32, async (privateKey, digest) => {
        const account = privateKeyToAccount(privateKey)
        const signer = createSigner(privateKey)
        const signature = toLongSignature(signer.sign(digest))
        expect(signer.address).toBe(account.address.toLowerCase())
        expect(signature).toBe(await account.sign({ hash: bytesToHex(digest) }))
        const recovered = await recoverAddress({ hash: bytesToHex(digest), signature })
        expect(recovered.toLowerCase()).toBe(signer.address)
      }),
      { numRuns: 30 },
    )
  })

  it('recovers the signer, and another address or none for another digest', () => {
    fc.assert(
      fc.property(key, bytes32, bytes32, (privateKey, digest, other) => {
        const signer = createSigner(privateKey)
        const signature = signer.sign(digest)
        expect(recoverSigner(digest, signature)).toBe(signer.address)
        fc.pre(bytesToHex(digest) !== bytesToHex(other))
        expect(recoverSigner(other, signature)).not.toBe(signer.address)
      }),
    )
  })

  it('recovers from any 64 bytes what viem recovers, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(bytes32, fc.uint8Array({ minLength: 64, maxLength: 64 }), async (digest, bytes) => {
        const signature = bytesToHex(bytes) as Signature
        const { s } = expandSignature(signature)
        const isHigh = BigInt(s) > curveOrder / 2n
        const theirs = await recoverAddress({ hash: bytesToHex(digest), signature: toLongSignature(signature) })
          .then((found) => found.toLowerCase())
          .catch(() => undefined)
        expect(recoverSigner(digest, signature)).toBe(isHigh ? undefined : theirs)
      }),
      { numRuns: 60 },
    )
  })

  it('refuses an s above half the order, which is all that a compact signature can spell of malleability', () => {
    const digest = new Uint8Array(32).fill(9)
    const { r } = expandSignature(createSigner(`0x${'2a'.repeat(32)}`).sign(digest))
    const withS = (s: bigint) => `${r}${toHex(s, 32).slice(2)}` as Signature
    expect(recoverSigner(digest, withS(curveOrder / 2n))).toMatch(/^0x/)
    expect(recoverSigner(digest, withS(curveOrder / 2n + 1n))).toBeUndefined()
    expect(recoverSigner(digest, withS(2n ** 255n - 1n))).toBeUndefined()
  })

  it.each([
    ['empty', '0x'],
    ['65 bytes', `0x${'11'.repeat(65)}`],
    ['zero', `0x${'00'.repeat(64)}`],
    ['r at the order', `0x${toHex(curveOrder, 32).slice(2)}${'11'.repeat(32)}`],
    ['r zero', `0x${'00'.repeat(32)}${'11'.repeat(32)}`],
    ['s zero', `0x${'11'.repeat(32)}${'00'.repeat(32)}`],
    ['all ones', `0x${'ff'.repeat(64)}`],
  ])('recovers nothing from a signature that is %s', (_name, signature) => {
    expect(recoverSigner(new Uint8Array(32).fill(3), signature as Signature)).toBeUndefined()
  })

  it.each([
    ['not hex', '0xzz'],
    ['short', '0x1234'],
    ['zero', `0x${'00'.repeat(32)}`],
    ['the order', toHex(curveOrder, 32)],
    ['without 0x', '11'.repeat(32)],
    ['not a string', 7],
  ])('refuses a private key that is %s, without showing it', (_name, privateKey) => {
    const error = thrownBy(() => createSigner(privateKey as Hex))
    expect(error).toMatchObject({ code: 'KEY_INVALID' })
    if (typeof privateKey === 'string' && privateKey.length > 6)
      expect(inspect(error)).not.toContain(privateKey.slice(2))
  })

  it('never shows the key of a signer', () => {
    const privateKey = generatePrivateKey(randomBytes)
    const signer = createSigner(privateKey)
    const shown = [
      inspect(signer, { depth: 9, showHidden: true }),
      JSON.stringify(signer),
      String(signer),
      String(signer.sign),
    ].join()
    expect(shown).not.toContain(privateKey.slice(2))
  })

  it('draws keys until one is valid, and gives up on a broken source', () => {
    const draws = [new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(32).fill(1)]
    expect(generatePrivateKey(() => draws.shift() ?? new Uint8Array(32))).toBe(`0x${'01'.repeat(32)}`)
    expect(() => generatePrivateKey(() => new Uint8Array(32))).toThrow('no valid key')
  })

  it('refuses a digest that is not 32 bytes', () => {
    const signer = createSigner(`0x${'2a'.repeat(32)}`)
    expect(() => signer.sign(new Uint8Array(31))).toThrow(TypeError)
    expect(() => recoverSigner(hexToBytes('0x'), `0x${'11'.repeat(64)}` as Signature)).toThrow(TypeError)
  })
})

function toHex(value: bigint, bytes: number): Hex {
  return `0x${value.toString(16).padStart(bytes * 2, '0')}`
}

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}
