/**
 * The last step of the animation: all frames of a job's folder on one sheet.
 *
 *     node examples/render/contact-sheet.ts frames sheet.png
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'

/** Pixels between two frames, and around all of them. */
const gap = 4
const columns = 8

/** Returns a sheet with the frames row by row, eight to a row. @throws {RangeError} for frames of several sizes, or none. */
export function contactSheet(frames: readonly PNG[]): PNG {
  const [first] = frames
  if (first === undefined) throw new RangeError('A sheet has at least one frame.')
  const { width, height } = first
  const across = Math.min(columns, frames.length)
  const down = Math.ceil(frames.length / across)
  const sheet = new PNG({ width: across * (width + gap) + gap, height: down * (height + gap) + gap })
  sheet.data.fill(0xff)
  for (const [index, frame] of frames.entries()) {
    if (frame.width !== width || frame.height !== height) throw new RangeError(`Frame ${index} has another size.`)
    const x = gap + (index % across) * (width + gap)
    const y = gap + Math.floor(index / across) * (height + gap)
    PNG.bitblt(frame, sheet, 0, 0, width, height, x, y)
  }
  return sheet
}

/** Returns the pictures of a job's folder, in the order of its items. */
export function framesOf(folder: string): readonly string[] {
  const numberOf = (name: string) => Number(/\.(\d+)$/.exec(name)?.[1] ?? Number.NaN)
  return readdirSync(folder)
    .filter((name) => !Number.isNaN(numberOf(name)) && existsSync(join(folder, name, 'out')))
    .sort((a, b) => numberOf(a) - numberOf(b))
    .flatMap((name) => readdirSync(join(folder, name, 'out')).map((file) => join(folder, name, 'out', file)))
    .filter((file) => file.endsWith('.png'))
}

if (import.meta.main) {
  const [folder, file] = process.argv.slice(2)
  if (folder === undefined || file === undefined) throw new Error('Usage: contact-sheet.ts FOLDER SHEET.png')
  const frames = framesOf(folder).map((path) => PNG.sync.read(readFileSync(path)))
  writeFileSync(file, PNG.sync.write(contactSheet(frames)))
  console.error(`${frames.length} frames on ${file}`)
}
