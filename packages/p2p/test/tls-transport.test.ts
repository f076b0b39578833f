import { formatTlsAddress } from '../src/address.ts'
import { createTlsTransport } from '../src/tls-transport.ts'
import { createTestSigner, domain, recoverTestSigner } from './keys.ts'
import { testPeerTransport } from './peer-transport-compliance.ts'

testPeerTransport('TLS over TCP', () => {
  const peer = () => {
    const signer = createTestSigner()
    return {
      transport: createTlsTransport({ signer, recoverSigner: recoverTestSigner, domain }, { allowPrivate: true }),
      address: signer.address,
    }
  }
  return {
    dialer: peer(),
    listener: peer(),
    muteAddress: (port) => formatTlsAddress('127.0.0.1', port),
    ownsPort: true,
  }
})
