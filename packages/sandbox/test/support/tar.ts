/** Archives with anything in them, also what no program would write. Source: POSIX.1-2017, pax, "ustar Interchange Format". */

export type TarEntry = {
  readonly name: string
  /** `0` file, `1` hard link, `2` symbolic link, `3` character device, `5` directory. */
  readonly type?: '0' | '1' | '2' | '3' | '5'
  readonly target?: string
  readonly content?: Buffer
  readonly mode?: number
}

/** @param entries - names of at most 100 bytes. */
export function tarOf(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap(({ name, type = '0', target = '', content = Buffer.alloc(0), mode = 0o755 }) => {
    const header = Buffer.alloc(512)
    const octal = (value: number, at: number, digits: number) =>
      header.write(`${value.toString(8).padStart(digits, '0')}\0`, at, 'latin1')
    header.write(name, 0, 'latin1')
    for (const at of [108, 116]) octal(0, at, 7)
    octal(mode, 100, 7)
    octal(content.length, 124, 11)
    octal(0, 136, 11)
    header.write(`        ${type}`, 148, 'latin1')
    header.write(target, 157, 'latin1')
    header.write('ustar\x0000', 257, 'latin1')
    // The numbers of /dev/null.
    octal(1, 329, 7)
    octal(3, 337, 7)
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      148,
      6,
    )
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]
  })
  return Buffer.concat([...parts, Buffer.alloc(1_024)])
}
