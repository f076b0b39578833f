/**
 * Brings a fresh clone to the point where the main scripts can run. Plain JavaScript that Node 20 runs, because
 * nothing is installed yet. Idempotent: a second run takes milliseconds.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stampPath = join(root, 'node_modules', '.millrace-lock-sha256')

installPackages()
if (process.argv.includes('--test')) installTestTools()

function installPackages() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const have = existsSync(stampPath) ? readFileSync(stampPath, 'utf8') : ''
  if (have === wanted) return
  console.error('millrace: installing packages (once, about a minute)')
  // No package we use needs its install script: natives are prebuilt and node-llama-cpp must not try to compile.
  // Not `npm ci`: registries that mirror only part of the optional platform packages leave them out of the lock file, which
  // `npm ci` refuses. `--no-save` installs what is locked and never writes the lock; a test holds it to the manifests.
  const result = spawnSync(
    'npm',
    ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  if (result.status !== 0) {
    console.error(
      'millrace: npm install failed. Check that the npm registry in your npm configuration is reachable, then run the command again.',
    )
    process.exit(result.status ?? 1)
  }
  removeUnusableBuilds()
  writeFileSync(stampPath, wanted)
}

/** llama.cpp comes built for many GPUs and processors; what this machine cannot load is 0.6 GB. Installing again brings it back. */
function removeUnusableBuilds() {
  const nvidia = ['/proc/driver/nvidia', '/dev/nvidiactl', '/usr/lib/wsl/lib'].some((path) => existsSync(path))
  const unusable = [
    ...(nvidia ? [] : ['linux-x64-cuda', 'linux-x64-cuda-ext']),
    ...(process.arch === 'x64' ? ['linux-arm64', 'linux-armv7l'] : []),
  ]
  for (const build of unusable)
    rmSync(join(root, 'node_modules', '@node-llama-cpp', build), { recursive: true, force: true })
}

/** Programs that tests run and a bare Debian lacks. Without them the tests concerned are skipped with the reason. */
function installTestTools() {
  const wanted = [
    { program: 'xz', debianPackage: 'xz-utils' },
    { program: 'ip', debianPackage: 'iproute2' },
    { program: 'nft', debianPackage: 'nftables' },
    { program: 'chromium', debianPackage: 'chromium' },
    { program: 'bwrap', debianPackage: 'bubblewrap' },
    { program: 'slirp4netns', debianPackage: 'slirp4netns' },
    { program: 'povray', debianPackage: 'povray' },
    { program: 'podman', debianPackage: 'podman' },
    { program: 'runc', debianPackage: 'runc' },
    { program: 'catatonit', debianPackage: 'catatonit' },
    { program: 'munged', debianPackage: 'munge' },
    { program: 'slurmctld', debianPackage: 'slurmctld', besides: ['slurm-wlm-jwt-plugin'] },
    { program: 'slurmd', debianPackage: 'slurmd' },
    { program: 'slurmrestd', debianPackage: 'slurmrestd' },
  ]
  const missing = wanted.filter(
    ({ program }) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error !== undefined,
  )
  if (missing.length === 0) return
  const names = missing.flatMap(({ debianPackage, besides = [] }) => [debianPackage, ...besides])
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (isRootOnDebian) {
    console.error(`millrace: installing Debian packages for the tests: ${names.join(' ')}`)
    const aptGet = (...args) =>
      spawnSync('apt-get', ['-q', ...args], { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
    if (aptGet('update') && aptGet('install', '-y', '--no-install-recommends', ...names)) return
  }
  console.error(`millrace: some tests will be skipped; to run them too: apt-get install ${names.join(' ')} (as root)`)
}
