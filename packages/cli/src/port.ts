/** Whether a port can be listened on: asked before the slow parts of a start, so that nobody waits for a refusal. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { MillraceError } from '@millrace/protocol'

/** Resolves when the loopback port is free; 0 always is. @throws {PortTakenError} */
export async function checkPortFree(port: number): Promise<void> {
  if (port === 0) return
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (cause) {
    throw new PortTakenError(port, cause)
  }
  server.close()
  await once(server, 'close')
}

/** Another program listens there. */
export class PortTakenError extends MillraceError {
  override readonly name = 'PortTakenError'

  constructor(port: number, cause: unknown) {
    const { code } = cause as NodeJS.ErrnoException
    super({
      code: 'PORT_TAKEN',
      message:
        code === 'EACCES' ? `This user may not listen on port ${port}.` : `Another program listens on port ${port}.`,
      hint: 'Name another port with --port, or let one be picked with --port 0.',
      retryable: true,
      cause,
    })
  }
}
