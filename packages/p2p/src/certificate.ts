/**
 * A self-signed certificate for TLS 1.3, made anew for each transport. It names nobody and proves nothing: TLS wants one,
 * and identity comes from the hello that is bound to the connection. So it is the smallest X.509 v3 certificate that is
 * well-formed (RFC 5280 section 4.1), written out here rather than with a library.
 */
import { generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto'
import { promisify } from 'node:util'

export type Certificate = {
  /** PEM. */
  readonly cert: string
  readonly key: KeyObject
}

/** DER of the AlgorithmIdentifier ecdsa-with-SHA256 (1.2.840.10045.4.3.2). */
const ecdsaWithSha256 = Buffer.from('300a06082a8648ce3d040302', 'hex')
/** DER of the Name CN=millrace. */
const name = Buffer.from('3013311130' + '0f06035504030c086d696c6c72616365', 'hex')
/** Dates mean nothing for a key that lives as long as the process, so they span all that UTCTime can say. */
const validity = der(0x30, der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('491231235959Z')))

/** Returns a fresh P-256 key with its certificate. */
export async function createCertificate(): Promise<Certificate> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })
  const version3 = der(0xa0, der(0x02, Buffer.of(2)))
  // A serial number is positive, so its top bit is clear; and minimal, so its first byte is not zero.
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const body = der(0x30, version3, der(0x02, serial), ecdsaWithSha256, name, validity, name, spki)
  const signature = der(0x03, Buffer.of(0), sign('sha256', body, privateKey))
  const certificate = der(0x30, body, ecdsaWithSha256, signature)
  return { cert: toPem(certificate), key: privateKey }
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const length =
    content.length < 128
      ? Buffer.of(content.length)
      : content.length < 256
        ? Buffer.of(0x81, content.length)
        : Buffer.of(0x82, content.length >> 8, content.length & 0xff)
  return Buffer.concat([Buffer.of(tag), length, content])
}

function toPem(certificate: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`
}
