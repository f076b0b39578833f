/**
 * Hostile programs beside a task: what a shell in a running task may not do is what the task may not do. Each case of the suite that can be
 * told by what it prints is run beside a task that sleeps.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leftoversOf } from '../../src/bubblewrap/bubblewrap-leftovers.ts'
import { createBubblewrapSandbox } from '../../src/bubblewrap/bubblewrap-sandbox.ts'
import { type HostileContext, hiddenText, perlTask } from '../../src/hostile/hostile-case.ts'
import { hostileCases } from '../../src/hostile/hostile-suite.ts'
import type { TaskResult, TaskSandbox, TaskSpec } from '../../src/task/task.ts'
import { bubblewrapMissing } from '../support/bubblewrap.ts'

const missing = await bubblewrapMissing()
const families = ['hostFiles', 'kernelInterfaces', 'clock', 'network', 'processes', 'memory', 'openFiles']
/** Judged by what only the first program of a task has, or by a network that this task has not. */
const others = [
  'use what was left open',
  'reach private addresses, the machine and its metadata by way of the Internet',
]
const cases = hostileCases.filter(({ family, name }) => families.includes(family) && !others.includes(name))
const never = () => new AbortController().signal

if (missing !== undefined) test.skip(`hostile programs beside a task: ${missing}`, () => undefined)
else describe('hostile programs beside a task', describeBeside)

function describeBeside() {
  const base = mkdtempSync(join(tmpdir(), 'millrace-beside-'))
  let sandbox: TaskSandbox
  let context: HostileContext
  let leftBehind: () => readonly string[]

  beforeAll(async () => {
    sandbox = await createBubblewrapSandbox({}, { folder: join(base, 'sandbox') })
    leftBehind = await leftoversOf(join(base, 'sandbox'))
    const hiddenFile = join(base, 'hidden.txt')
    writeFileSync(hiddenFile, hiddenText, { mode: 0o644 })
    const { limitsMax } = sandbox.capabilities
    const hosts = { hostProcess: process.pid, hostPort: 22, folder: mkdtempSync(join(base, 'inputs-')), hiddenFile }
    const machine = process.arch === 'arm64' ? 'arm64' : 'x64'
    context = { ...hosts, image: { kind: 'host' }, machine, ownMemoryBytes: 0, limitsMax, networkOutbound: false }
  })
  afterAll(async () => {
    await sandbox.close()
    rmSync(base, { recursive: true, force: true })
  })

  /** Runs a task's command beside a task that sleeps with its limits. */
  async function runBeside(
    spec: TaskSpec,
    isEndedByLimit = false,
  ): Promise<{ readonly result: TaskResult; readonly log: string }> {
    const command = ['/bin/sh', '-c', 'while :; do sleep 1000; done']
    const task = await sandbox.start({ ...spec, command }, { signal: never() })
    if (task.exec === undefined) throw new TypeError('This machine has perl.')
    const { output, result } = await task.exec({ command: spec.command, environment: {} }, { signal: never() })
    let log = ''
    for await (const { bytes } of output) log += Buffer.from(bytes).toString('utf8')
    const { exitCode, signal } = await result
    // A program that took too much ends the task, a moment after itself.
    if (!isEndedByLimit) task.signal('SIGKILL')
    const ended = await task.result
    if (ended.outcome !== 'signalled' || signal !== undefined) return { result: ended, log }
    return { result: { ...ended, outcome: 'exited', exitCode, signal: undefined }, log }
  }

  test.each(cases)('$family: $name', async (hostile) => {
    const spec = hostile.spec(context)
    const { result, log } = await runBeside(spec, hostile.family === 'memory')
    const observed = { result, log, logBytes: log.length, refusal: undefined, spec }
    const verdict = hostile.judge(observed, context)
    expect({ log: log.slice(-1_000), ...result, ...verdict }).toMatchObject({ held: true })
    expect(leftBehind()).toEqual([])
  })

  test('nothing opens the memory of what starts beside it, before its filter is loaded', async () => {
    // A process is called after its program's file, bwrap or the number of its mount: what is still called so was it when opened.
    const racer = `
      my ($seen, $opened, $own) = (0, 0, $$); print "READY\\n";
      until (-e "/tmp/stop") {
        opendir(my $proc, "/proc");
        for my $pid (grep { /^\\d+$/ && $_ > 2 && $_ != $own } readdir $proc) {
          while (open(my $name, "<", "/proc/$pid/comm")) {
            my $is_open = open(my $memory, "+<", "/proc/$pid/mem");
            (readline($name) // "") =~ /^(bwrap|\\d+)$/ or last;
            $seen = 1; $opened ||= $is_open ? 1 : 0;
          }
        }
      }
      print "seen $seen, opened $opened\\n"`
    let log = ''
    const ready = Promise.withResolvers<void>()
    const onLog = ({ text }: { readonly text: string }) => {
      log += text
      if (log.includes('READY')) ready.resolve()
    }
    const task = await sandbox.start(perlTask(context, racer), { signal: never(), onLog })
    await Promise.race([ready.promise, task.result])
    const run = async (...command: string[]) => {
      const one = await task.exec?.({ command, environment: {} }, { signal: never() })
      for await (const _ of one?.output ?? []);
      return one?.result
    }
    for (let i = 0; i < 40; i++) expect(await run('true')).toEqual({ exitCode: 0 })
    await run('touch', '/tmp/stop')
    await task.result
    expect(log).toBe('READY\nseen 1, opened 0\n')
  })

  test('it has no rights, no files of the machine open, and the task’s limits and filter', async () => {
    const program = `
      my %s; open(my $f, "<", "/proc/self/status"); while (<$f>) { $s{$1} = $2 if /^(\\w+):\\s*(.*)$/ } close $f;
      holds("$_ is $s{$_}", hex($s{$_}) == 0) for qw(CapInh CapPrm CapEff CapAmb); holds("filtered", $s{Seccomp} == 2 && $s{NoNewPrivs} == 1);
      holds("user $s{Uid}", $s{Uid} !~ /(^|\\s)0(\\s|$)/); holds("groups $s{Groups}", $s{Groups} !~ /\\d/);
      opendir(my $folder, "/proc/self/fd"); my @open = grep { /^\\d+$/ && $_ > 2 && $_ != fileno($folder) } readdir($folder); my $own = readlink("/proc/self/ns/pid");
      for (@open) { my $to = readlink("/proc/self/fd/$_") // ""; holds("descriptor $_ is $to", $to eq "/dev/null" || $to eq $own) }
      for my $name (qw(user pid net ipc uts)) { my ($mine, $tasks) = map { readlink("/proc/$_/ns/$name") // "none" } "self", 1; holds("$name $mine", $mine eq $tasks && $mine ne "none") }
      opendir(my $proc, "/proc"); my @pids = grep { /^\\d+$/ } readdir($proc); my $n = @pids; holds("$n processes to be seen", $n <= 6);
      my $m; must_fail("memory of the first process", open($m, "+<", "/proc/1/mem") && sysseek($m, 4096, 0) && syswrite($m, "x"));
      must_fail("signal ${process.pid}", kill(0, ${process.pid})); must_fail("user 0", do { require POSIX; POSIX::setuid(0) });
      open(my $l, "<", "/proc/self/limits"); my %l = map { /^(Max .*?)  +(\\S+)/ ? ($1 => $2) : () } <$l>;
      holds("files $l{'Max open files'}", $l{'Max open files'} == 64); holds("cores", $l{'Max core file size'} == 0); holds("time", $l{'Max cpu time'} == 31);`
    const { result, log } = await runBeside(perlTask(context, program))
    expect(log.split('\n').filter((line) => !line.startsWith('HELD'))).toEqual([''])
    expect(log.match(/^HELD /gm)?.length).toBeGreaterThanOrEqual(19)
    expect(result.outcome).toBe('exited')
  })
}
