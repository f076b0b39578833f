/** Tasks that leave something behind or say what they should not: outputs, processes, secrets, and specifications that lie. */
import { readdirSync, readFileSync } from 'node:fs'
import type { TaskLimits } from '../task/task.ts'
import {
  type HostileCase,
  type HostileContext,
  held,
  judgeOutbound,
  judgeOutcome,
  judgeRefusal,
  judgeTries,
  perlTask,
  type SpecChange,
} from './hostile-case.ts'

const secret = 'correct-horse-battery-staple'

export const traceCases: readonly HostileCase[] = [
  refusedOutput('a link to a file of the machine', ({ hiddenFile }) => `symlink "${hiddenFile}", "out/result"`),
  refusedOutput('a link above an output', () => 'symlink "/etc", "out/result"', { outputs: ['result/passwd'] }),
  refusedOutput('a link inside a directory', () => 'mkdir "out/result"; symlink "../../../..", "out/result/up"'),
  refusedOutput('a pipe that never ends', () => 'use POSIX (); POSIX::mkfifo("out/result", 0666)'),
  refusedOutput(
    'a socket',
    () => 'use Socket; socket(my $s, AF_UNIX, SOCK_STREAM, 0); bind($s, pack_sockaddr_un("out/result"))',
  ),
  refusedOutput(
    'more bytes in holes than the disk has',
    () =>
      '$SIG{XFSZ} = "IGNORE"; mkdir "out/result"; for (1..3) { open(my $f, ">", "out/result/$_"); truncate($f, 2**40) or truncate($f, 8 << 20) }',
  ),
  refusedOutput(
    'one content under many names',
    () =>
      'mkdir "out/result"; open(my $f, ">", "out/result/0"); syswrite($f, "x" x (1 << 20)); link "out/result/0", "out/result/$_" for 1..40',
  ),
  refusedOutput(
    'folders without end',
    () => 'mkdir "out/result"; my $p = "out/result"; for (1..50) { $p .= "/d"; mkdir $p }',
  ),
  refusedOutput('names that steer a terminal', () => 'mkdir "out/result"; open(my $f, ">", "out/result/\\e[2Jx")'),
  {
    family: 'outputs',
    name: 'outputs nobody may read, with every bit of a mode',
    spec: (context) =>
      perlTask(
        context,
        'open(my $f, ">", "out/result"); print $f "x"; close $f; chmod 04000, "out/result"; held("left")',
        {
          outputs: ['result'],
        },
      ),
    judge: ({ result }) =>
      held(
        `${result?.outcome}, ${result?.outputs.length} collected`,
        result?.outcome === 'exited' || result?.outcome === 'outputs-refused',
      ),
  },
  ...['../x', '/etc/passwd', 'a/./b', 'x\0y'].map(
    (path): HostileCase => ({
      family: 'outputs',
      name: `an output at ${JSON.stringify(path)}`,
      spec: (context) => perlTask(context, '1', { outputs: [path] }),
      judge: judgeRefusal('TASK_REFUSED'),
    }),
  ),
  {
    family: 'leftovers',
    name: 'a daemon that outlives its parents and holds the logs open',
    spec: (context) =>
      perlTask(
        context,
        `use POSIX (); $SIG{$_} = "IGNORE" for qw(TERM INT HUP);
        for (1..3) { my $pid = fork; next if $pid; POSIX::setsid(); if (fork) { exit } sleep 1000 while 1 } held("first process ends")`,
      ),
    judge: judgeTries(1),
  },
  {
    family: 'secrets',
    name: 'print a secret, whole and in pieces',
    spec: (context) =>
      perlTask(
        context,
        `my $s = $ENV{KEY}; print "whole $s\\n"; print STDERR "error $s\\n"; for (split //, $s) { print; select(undef, undef, undef, 0.003) }
        print "\\n$s$s\\n"; holds("it has the secret", length($s) == ${secret.length})`,
        { secrets: { KEY: secret } },
      ),
    judge: (observed, context) =>
      observed.log.includes(secret) || !observed.log.includes('whole ***')
        ? held('the log shows it', false)
        : judgeTries(1)({ ...observed, log: observed.log.replaceAll('***', '') }) &&
          hiddenEverywhere(observed.log, context),
  },
  {
    family: 'secrets',
    name: 'look for a secret from outside while it is used',
    spec: (context) => perlTask(context, 'print "READY\\n"; sleep 1000', { secrets: { KEY: secret } }),
    look: () => {
      const shown = readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
        .filter((pid) => readIfThere(`/proc/${pid}/cmdline`).includes(secret))
      return held(`in ${shown.length} command lines`, shown.length === 0)
    },
    judge: judgeOutcome('cancelled'),
  },
  ...badLimits().map(
    ([name, value, code]): HostileCase => ({
      family: 'specification',
      name: `${name} of ${value}`,
      spec: (context) => perlTask(context, '1', { limits: { [name]: value } }),
      judge: judgeRefusal(code),
    }),
  ),
  {
    family: 'specification',
    name: 'network outbound where it is not held',
    spec: (context) => perlTask(context, '1', { network: 'outbound' }),
    judge: judgeOutbound(judgeOutcome('exited')),
  },
  refusedSpec('ports that are none', { ports: [0, 65_536] }, 'TASK_REFUSED'),
  refusedSpec(
    'more ports than a task may have',
    { ports: Array.from({ length: 17 }, (_, i) => 1 + i) },
    'TASK_REFUSED',
  ),
  refusedSpec('a GPU where none is given', { gpus: 9_007_199_254_740_991 }, 'SANDBOX_UNSUITED'),
  refusedSpec('less than no GPU', { gpus: -1 }, 'TASK_REFUSED'),
  refusedSpec('a program with a zero character', { command: ['true\0'] }, 'TASK_REFUSED'),
  refusedSpec('an environment that is too large', { environment: { A: 'x'.repeat(1 << 20) } }, 'TASK_REFUSED'),
  refusedSpec('an image without a digest', { image: { kind: 'oci', reference: 'alpine:latest' } }, 'TASK_REFUSED'),
  {
    family: 'specification',
    name: 'variables that steer the loader, arguments that look like options',
    spec: (context) => ({
      ...perlTask(context, 'held("ran as asked")', {
        environment: { LD_PRELOAD: '/tmp/x.so', BASH_ENV: '/tmp/x', IFS: '/' },
      }),
    }),
    judge: judgeTries(1),
  },
]

function refusedOutput(
  name: string,
  program: (context: HostileContext) => string,
  change: SpecChange = {},
): HostileCase {
  return {
    family: 'outputs',
    name,
    spec: (context) => perlTask(context, program(context), { outputs: ['result'], ...change }),
    judge: judgeOutcome('outputs-refused', ({ result }) =>
      held(`${result?.refusal?.path.slice(0, 40)} ${result?.refusal?.problem}`, result?.outputs.length === 0),
    ),
  }
}

function refusedSpec(name: string, change: SpecChange, code: string): HostileCase {
  return {
    family: 'specification',
    name,
    spec: (context) => perlTask(context, '1', change),
    judge: judgeRefusal(code),
  }
}

function badLimits(): readonly (readonly [keyof TaskLimits, number, string])[] {
  return [
    ['memoryBytesMax', -1, 'TASK_REFUSED'],
    ['memoryBytesMax', 2 ** 53 - 1, 'SANDBOX_UNSUITED'],
    ['diskBytesMax', 2 ** 64, 'TASK_REFUSED'],
    ['diskBytesMax', 2 ** 53 - 1, 'SANDBOX_UNSUITED'],
    ['cpus', 0.5, 'TASK_REFUSED'],
    ['cpus', 1_000_000, 'SANDBOX_UNSUITED'],
    ['wallMsMax', 0, 'TASK_REFUSED'],
    ['wallMsMax', 2 ** 40, 'SANDBOX_UNSUITED'],
    ['processesMax', Number.NaN, 'TASK_REFUSED'],
    ['openFilesMax', Number.POSITIVE_INFINITY, 'TASK_REFUSED'],
    ['filesMax', -0, 'TASK_REFUSED'],
  ]
}

function hiddenEverywhere(log: string, { hiddenFile }: HostileContext) {
  return held('masked in both logs, also in pieces', !log.includes(hiddenFile))
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // It ended between the list and the look.
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}
