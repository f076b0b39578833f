/** Folders with a package.json into tarballs, by npm. */
import { execFileSync } from 'node:child_process'

export type Tarball = {
  readonly name: string
  readonly filename: string
  /** Bytes of the tarball. */
  readonly size: number
  /** Bytes of its files. */
  readonly unpackedSize: number
  readonly entryCount: number
}

/** Packs each folder into a tarball in `out`; nothing is fetched and no script is run. Throws when npm fails. */
export function packFolders(folders: readonly string[], out: string): readonly Tarball[] {
  const options = ['--json', '--ignore-scripts', '--loglevel=error', '--no-update-notifier', '--pack-destination', out]
  const printed = execFileSync('npm', ['pack', ...options, ...folders], { cwd: out, encoding: 'utf8' })
  return JSON.parse(printed) as Tarball[]
}
