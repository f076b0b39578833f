/** A large module of ordinary code, to time the rewriter with: the functions of one program, again and again. */
import { validateModule } from '@millrace/sandbox'

/** Returns a module that has every function of the given one so many times over; the copies call the originals. */
export function wideModule(bytes: Uint8Array, copies: number): Uint8Array {
  const { sections, bodyStarts, bodyEnds } = validateModule(bytes)
  const entriesOf = (id: number): Buffer => {
    const span = sections[id]
    return Buffer.from(bytes.subarray(span?.entries ?? 0, span?.end ?? 0))
  }
  const repeated = (content: Buffer): Buffer => Buffer.concat(Array.from({ length: copies }, () => content))
  const bodies = Buffer.concat(
    bodyStarts.flatMap((start, i) => {
      const body = bytes.subarray(start, bodyEnds[i])
      return [leb(body.length), body]
    }),
  )
  const parts: Uint8Array[] = [Buffer.from([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0])]
  for (const id of [1, 3, 4, 5, 6, 7, 9, 10, 11]) {
    const span = sections[id]
    if (span === undefined) continue
    const isRepeated = id === 3 || id === 10
    const content = id === 10 ? repeated(bodies) : isRepeated ? repeated(entriesOf(id)) : entriesOf(id)
    const section = Buffer.concat([leb(span.count * (isRepeated ? copies : 1)), content])
    parts.push(Buffer.from([id]), leb(section.length), section)
  }
  return new Uint8Array(Buffer.concat(parts))
}

function leb(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest % 128) | 0x80)
  }
}
