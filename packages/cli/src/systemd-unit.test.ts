import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemdUnit, type UnitInit } from './systemd-unit.ts'

const init: UnitInit = {
  kind: 'user',
  name: 'alder',
  network: 'local',
  command: ['/usr/bin/env', 'provide', '--open', 'Mon-Fri 19:00-08:00', '--tasks', '0.02', 'a"b\\c $HOME 5%'],
  environment: { HOME: '/srv/some one', MILLRACE_HOME: '/srv/millrace' },
  noticeSeconds: 30,
}

test('arguments and variables reach the process as they were given', () => {
  const lines = systemdUnit(init).split('\n')
  expect(lines).toContain(
    'ExecStart=/usr/bin/env provide --open "Mon-Fri 19:00-08:00" --tasks 0.02 "a\\"b\\\\c $$HOME 5%%"',
  )
  expect(lines).toContain('Environment="HOME=/srv/some one"')
  expect(lines).toContain('Environment=MILLRACE_HOME=/srv/millrace')
})

test('a stop lasts longer than the notice, and options that would break bubblewrap are not set', () => {
  for (const kind of ['user', 'system'] as const) {
    const unit = systemdUnit({ ...init, kind, noticeSeconds: 600 })
    expect(unit).toContain('TimeoutStopSec=690\n')
    expect(unit).toContain('Delegate=yes\n')
    for (const option of ['RestrictNamespaces', 'PrivateUsers', 'ProtectProc', 'ProtectKernelTunables']) {
      expect(unit).not.toContain(`\n${option}=`)
    }
  }
  expect(systemdUnit({ ...init, kind: 'system', user: 'miller' })).toContain('\nUser=miller\n')
})

/** What systemd says of the unit's own lines. */
function faults(file: string): readonly string[] {
  const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' })
  return stderr.split('\n').filter((line) => line.includes('millrace-alder'))
}

const hasSystemd = spawnSync('systemd-analyze', ['--version']).error === undefined

test.runIf(hasSystemd).each(['user', 'system'] as const)(
  'systemd itself finds no fault with a %s unit',
  async (kind) => {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-unit-'))
    try {
      const file = join(folder, 'millrace-alder.service')
      await writeFile(file, systemdUnit({ ...init, kind }))
      expect(faults(file)).toEqual([])
      await writeFile(file, systemdUnit({ ...init, kind }).replace('KillMode=mixed', 'KillMode=never'))
      expect(faults(file)).toHaveLength(1)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
)
