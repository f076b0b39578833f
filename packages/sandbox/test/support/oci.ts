/** Whether tests of containers can run here. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createOciSandbox } from '../../src/oci/oci-sandbox.ts'
import { SandboxUnavailableError } from '../../src/task/task-error.ts'

/** Returns what is missing, in words; undefined when nothing is. */
export async function ociMissing(): Promise<string | undefined> {
  if (!existsSync('/usr/bin/perl') || !existsSync('/usr/bin/dpkg')) return 'the test image is made of Debian’s Perl'
  const folder = mkdtempSync(join(tmpdir(), 'millrace-probe-'))
  try {
    await using _sandbox = await createOciSandbox({}, { folder, deviceFolders: [] })
    return undefined
  } catch (error) {
    if (error instanceof SandboxUnavailableError) return `${error.message} ${error.hint}`
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
