/** Makes small npm tarballs. */
import { gzipSync } from 'node:zlib'
import { type Header, pack } from 'tar-stream'

export type TarballEntry = Partial<Header> & { readonly name: string; readonly content?: Uint8Array }

export async function makeTarball(entries: readonly TarballEntry[]): Promise<Buffer> {
  const tar = pack()
  for (const { content = new Uint8Array(), ...header } of entries) tar.entry(header, Buffer.from(content))
  tar.finalize()
  const pieces: Buffer[] = []
  for await (const piece of tar) pieces.push(piece as Buffer)
  return gzipSync(Buffer.concat(pieces))
}
