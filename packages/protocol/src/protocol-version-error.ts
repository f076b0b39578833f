import { MillraceError } from './millrace-error.ts'
import { protocolVersion } from './protocol-version.ts'

/** The other side speaks a protocol version that this build does not. */
export class ProtocolVersionError extends MillraceError {
  override readonly name = 'ProtocolVersionError'

  constructor(got: unknown) {
    super({
      code: 'PROTOCOL_VERSION_UNSUPPORTED',
      message: `This side speaks protocol version ${protocolVersion}, the other sent version ${typeof got === 'number' ? got : 'none'}.`,
      hint: `Use a release that speaks protocol version ${protocolVersion}.`,
      retryable: false,
    })
  }
}
