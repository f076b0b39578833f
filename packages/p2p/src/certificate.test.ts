import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { createCertificate } from './certificate.ts'

test('the certificate is well-formed and signed by its own key', async () => {
  const { cert, key } = await createCertificate()
  const certificate = new X509Certificate(cert)
  expect(certificate.subject).toBe('CN=millrace')
  expect(certificate.issuer).toBe('CN=millrace')
  expect(certificate.validFrom).toBe('Jan  1 00:00:00 2020 GMT')
  expect(certificate.validTo).toBe('Dec 31 23:59:59 2049 GMT')
  expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.checkPrivateKey(key)).toBe(true)
})

test('no two certificates share key or serial', async () => {
  const [a, b] = await Promise.all([createCertificate(), createCertificate()])
  const [x, y] = [new X509Certificate(a.cert), new X509Certificate(b.cert)]
  expect(x.serialNumber).not.toBe(y.serialNumber)
  expect(x.publicKey.equals(y.publicKey)).toBe(false)
})
