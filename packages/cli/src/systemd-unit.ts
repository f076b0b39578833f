/**
 * A provider as a systemd unit: text only, nothing is installed.
 *
 * What keeps the service in is what still lets bubblewrap make sandboxes: it needs namespaces, mounts, an unmasked /proc and control
 * groups of its own, so options that take one of those away are left out.
 *
 * @see systemd.exec(5), systemd.service(5), systemd.resource-control(5)
 */

export type UnitKind = 'user' | 'system'

export type UnitInit = {
  readonly kind: UnitKind
  /** Of the provider. */
  readonly name: string
  readonly network: string
  /** Program and arguments; the program by its full path. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly noticeSeconds: number
  /** Account of a system unit; root when left out. */
  readonly user?: string | undefined
}

/** Seconds beyond the notice until systemd kills: last vouchers, redeeming, closing files on a slow machine. */
export const unitStopMarginSeconds = 90

/** Returns the text of the unit. */
export function systemdUnit(init: UnitInit): string {
  const { kind, name, network, command, environment, noticeSeconds, user } = init
  const variables = Object.entries(environment).map(([key, value]) => `Environment=${quoted(`${key}=${value}`)}`)
  return `${[
    '[Unit]',
    `Description=Millrace provider ${specifierFree(name)} on the network ${specifierFree(network)}`,
    ...(kind === 'system' ? ['Wants=network-online.target', 'After=network-online.target'] : []),
    '',
    '[Service]',
    `ExecStart=${command.map((part) => quoted(part.replaceAll('$', '$$$$'))).join(' ')}`,
    ...variables,
    ...(kind === 'system' && user !== undefined ? [`User=${user}`] : []),
    '# SIGTERM takes the offers back, gives running work its notice and waits for it.',
    'KillMode=mixed',
    `TimeoutStopSec=${noticeSeconds + unitStopMarginSeconds}`,
    'SuccessExitStatus=130',
    'Restart=on-failure',
    'RestartSec=10',
    '# Wrong options stay wrong.',
    'RestartPreventExitStatus=2',
    '# Control groups for the sandboxes of tasks.',
    'Delegate=yes',
    'LimitNOFILE=65536',
    'UMask=0077',
    ...hardening,
    ...(kind === 'system' ? systemHardening : []),
    '# Left out, for bubblewrap needs what they take: RestrictNamespaces, PrivateUsers,',
    '# ProtectProc, ProtectKernelTunables, ProtectControlGroups, SystemCallFilter.',
    '',
    '[Install]',
    `WantedBy=${kind === 'system' ? 'multi-user.target' : 'default.target'}`,
  ].join('\n')}\n`
}

const hardening = [
  'NoNewPrivileges=yes',
  'LockPersonality=yes',
  'RestrictRealtime=yes',
  'SystemCallArchitectures=native',
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
]

const systemHardening = [
  'ProtectSystem=full',
  'PrivateTmp=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelLogs=yes',
  'ProtectClock=yes',
  'ProtectHostname=yes',
]

/** Quotes as systemd reads it, which replaces specifiers even then. */
function quoted(text: string): string {
  const plain = specifierFree(text)
  if (/^[A-Za-z0-9_@%+=:,./$-]+$/.test(plain)) return plain
  const escaped = plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
  return `"${escaped}"`
}

function specifierFree(text: string): string {
  return text.replaceAll('%', '%%')
}
