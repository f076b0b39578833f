/**
 * A machine with a line to a small Internet, that runs tasks with a network: `outbound-machine.ts FOLDER`, started in a network of its
 * own. It says what it and its tasks reach, as one line of JSON.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { leftoversOf } from '../../src/bubblewrap/bubblewrap-leftovers.ts'
import { createBubblewrapSandbox } from '../../src/bubblewrap/bubblewrap-sandbox.ts'
import { gatewayAddress, machineAddress, publicAddress, refusedHosts } from './outbound-addresses.ts'
import { testSpec } from './test-spec.ts'

const folder = process.argv[2] ?? ''
const never = new AbortController().signal
const ip = (...args: readonly string[]) => execFileSync('ip', args, { stdio: 'inherit' })

const script = fileURLToPath(new URL('./outbound-internet.ts', import.meta.url))
const internet = spawn('/usr/bin/unshare', ['--net', process.execPath, script, 'far'], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
// A namespace of its own, before the other end of the line is given to it.
while (networkOf(internet.pid) === networkOf(process.pid)) await new Promise((resolve) => setTimeout(resolve, 5))
ip('link', 'set', 'lo', 'up')
ip('link', 'add', 'near', 'type', 'veth', 'peer', 'name', 'far')
ip('link', 'set', 'far', 'netns', String(internet.pid))
ip('addr', 'add', `${machineAddress}/24`, 'dev', 'near')
ip('link', 'set', 'near', 'up')
ip('route', 'add', 'default', 'via', gatewayAddress)
internet.stdin.write('go\n')
await once(internet.stdout, 'data')

const everywhere = createServer((socket) => socket.end('machine\n')).listen(80, '0.0.0.0')
const inside = createServer((socket) => socket.end('machine\n')).listen(81, '127.0.0.1')
await Promise.all([once(everywhere, 'listening'), once(inside, 'listening')])

const sandbox = await createBubblewrapSandbox({}, { folder })
const leftBehind = await leftoversOf(folder)
const report = {
  networkOutbound: sandbox.capabilities.networkOutbound,
  unheld: sandbox.capabilities.unheld.filter(({ what }) => what === 'network outbound'),
  /** What the machine itself reaches, so that the rules are what keeps a task from it. */
  machine: await Promise.all([publicAddress, ...refusedHosts].map(reach)),
  ...(sandbox.capabilities.networkOutbound ? await runTasks() : {}),
}
await sandbox.close()
process.stdout.write(`${JSON.stringify({ ...report, leftBehind: leftBehind() })}\n`)
internet.stdin.end()
everywhere.close()
inside.close()

async function runTasks() {
  const { limits } = testSpec({})
  const spec = testSpec({
    command: ['/usr/bin/perl', '-e', program()],
    network: 'outbound',
    limits: { ...limits, memoryBytesMax: 128 << 20 },
  })
  let log = ''
  const onLog = ({ text }: { readonly text: string }) => {
    log += text
  }
  const task = await sandbox.start(spec, { signal: never, onLog })
  const { outcome, exitCode } = await task.result
  const idle = await sandbox.start({ ...spec, command: ['sleep', '1000'] }, { signal: never })
  const stacks = stackProcesses()
  const status = readFileSync(`/proc/${stacks[0]}/status`, 'utf8')
  process.kill(Number(stacks[0]), 'SIGKILL')
  const lost = await idle.result.then(
    String,
    (error: { code?: string; problem?: string }) => `${error.code} ${error.problem}`,
  )
  const controller = new AbortController()
  const starting = sandbox.start({ ...spec, command: ['sleep', '1000'] }, { signal: controller.signal })
  controller.abort()
  const cancelled = await starting.then(
    async ({ result }) => (await result).outcome,
    (error: Error) => error.message,
  )
  const rights = status.split('\n').filter((line) => /^(Uid|CapEff|CapPrm|CapAmb|NoNewPrivs|Seccomp):/.test(line))
  return { outcome, exitCode, log: log.split('\n'), stacks: stacks.length, rights, lost, cancelled }
}

/** Prints a line for each try: what it is, and what came of it. */
function program(): string {
  const hosts = refusedHosts.map((host) => `"${host}"`).join(', ')
  return `
use strict; use Socket qw(:DEFAULT inet_pton pack_sockaddr_in pack_sockaddr_in6 inet_ntoa); $| = 1;
sub reach { my ($what, $to, $family) = @_; my $said = eval {
  local $SIG{ALRM} = sub { die "silence\\n" }; alarm 20;
  socket(my $s, $family // AF_INET, SOCK_STREAM, 0) or die "$!\\n";
  connect($s, $to) or die "refused\\n"; my $line = <$s>; alarm 0; $line // "nothing\\n" };
  $said //= $@; alarm 0; print "$what: $said" }
sub at { pack_sockaddr_in($_[1] // 80, inet_aton($_[0])) }
reach("public", at("${publicAddress}"));
my $found = inet_aton("public.test"); print "name: ", $found ? inet_ntoa($found) : "none", "\\n";
reach("by name", pack_sockaddr_in(80, $found)) if $found;
my $rebound = inet_aton("rebound.test"); print "rebound: ", $rebound ? inet_ntoa($rebound) : "none", "\\n";
reach("rebound", pack_sockaddr_in(80, $rebound)) if $rebound;
reach($_, at($_)) for ${hosts};
reach("mapped", pack_sockaddr_in6(80, inet_pton(AF_INET6, "::ffff:10.1.2.3")), AF_INET6);
reach("mapped metadata", pack_sockaddr_in6(80, inet_pton(AF_INET6, "::ffff:169.254.169.254")), AF_INET6);
reach("translated", pack_sockaddr_in6(80, inet_pton(AF_INET6, "64:ff9b::10.1.2.3")), AF_INET6);
reach("version 6", pack_sockaddr_in6(80, inet_pton(AF_INET6, "2606:4700::1111")), AF_INET6);
reach("the machine", at("${machineAddress}")); reach("its loopback", at("10.0.2.2", 81)); reach("the stack", at("10.0.2.3", 53));
reach("own loopback", at("127.0.0.1", 81)); reach("nobody", at("0.0.0.0")); reach("all", at("255.255.255.255"));
for my $host ("10.1.2.3", "10.0.2.3", "255.255.255.255", "224.0.0.251") {
  socket(my $u, AF_INET, SOCK_DGRAM, 0); setsockopt($u, SOL_SOCKET, SO_BROADCAST, 1);
  print "datagram $host: ", send($u, "x", 0, at($host, 53)) ? "sent" : "refused", "\\n" }
socket(my $raw, AF_INET, SOCK_RAW, 1) and print "raw: open\\n"; print "rules: ", system("/usr/sbin/nft flush ruleset 2>/dev/null") == 0 ? "gone" : "kept", "\\n";
reach("after", at("10.1.2.3"));
`
}

function reach(host: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(80, host)
    socket.once('data', (data: Buffer) => resolve(`${host} ${data.toString('latin1').trim()}`))
    socket.once('error', (error) => resolve(`${host} ${error.message}`))
    socket.once('close', () => resolve(`${host} nothing`))
  })
}

function networkOf(pid: number | undefined): string {
  return execFileSync('readlink', [`/proc/${pid}/ns/net`], { encoding: 'utf8' })
}

function stackProcesses(): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/comm`, 'utf8') === 'slirp4netns\n'
    } catch (error) {
      if (error instanceof Error && 'code' in error) return false
      throw error
    }
  })
}
