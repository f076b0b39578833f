/**
 * JSON from a peer. The nesting is bounded before parsing, because a parser spends a hundred times longer on a million
 * brackets than on as many bytes of text. Cost: the parser's, and one pass over the bytes of a frame with many brackets.
 */
import { MalformedError } from './malformed-error.ts'

/** Deepest nesting of arrays and objects in a frame; the protocol's own need is 6. */
export const frameDepthMax = 16

const [quote, backslash] = [0x22, 0x5c]
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]
const utf8Decoder = new TextDecoder('utf-8', { fatal: true })

/** Returns the value that the bytes spell. @throws {MalformedError} for anything but UTF-8 JSON of bounded depth. */
export function decodeJson(frame: Uint8Array): unknown {
  try {
    const text = utf8Decoder.decode(frame)
    if (!hasManyOpeners(text) || !depthPasses(frame)) return JSON.parse(text)
  } catch {
    throw new MalformedError('frame', 'JSON in UTF-8', `${frame.length} bytes`)
  }
  throw new MalformedError('frame', `nesting of at most ${frameDepthMax}`, 'deeper JSON')
}

/** Whether there are enough opening brackets for nesting that is too deep; most frames have a few. */
function hasManyOpeners(text: string): boolean {
  let count = 0
  for (const opener of '[{') {
    for (let at = text.indexOf(opener); at !== -1; at = text.indexOf(opener, at + 1)) {
      if (++count > frameDepthMax) return true
    }
  }
  return false
}

function depthPasses(bytes: Uint8Array): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (inString) {
      if (byte === backslash) i++
      else if (byte === quote) inString = false
    } else if (byte === quote) inString = true
    else if (byte === openArray || byte === openObject) {
      if (++depth > frameDepthMax) return true
    } else if (byte === closeArray || byte === closeObject) depth--
  }
  return false
}
