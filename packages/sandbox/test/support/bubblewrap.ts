/** Whether tests of bubblewrap can run here. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBubblewrapSandbox } from '../../src/bubblewrap/bubblewrap-sandbox.ts'
import { SandboxUnavailableError } from '../../src/task/task-error.ts'

/** Returns what is missing, in words; undefined when nothing is. */
export async function bubblewrapMissing(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'only root can start tasks as users of their own'
  if (!existsSync('/usr/bin/perl')) return 'hostile programs need perl'
  const folder = mkdtempSync(join(tmpdir(), 'millrace-probe-'))
  try {
    await using sandbox = await createBubblewrapSandbox({}, { folder })
    const lost = Object.entries(sandbox.capabilities.isolation).filter(([, isHeld]) => !isHeld)
    return lost.length === 0 ? undefined : `this machine does not hold ${lost.map(([family]) => family).join(', ')}`
  } catch (error) {
    if (error instanceof SandboxUnavailableError) return `${error.message} ${error.hint}`
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
