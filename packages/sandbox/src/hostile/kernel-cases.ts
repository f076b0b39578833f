/** Tasks that ask the kernel for what they may not have: tracing, mounts, namespaces, privileges, the clock. */
import { callNumber, type HostileCase, type HostileContext, judgeTries, perlTask } from './hostile-case.ts'

/** Calls with arguments that would work for whoever may make them, or at least be understood. */
const calls: readonly (readonly [name: string, args: string])[] = [
  ['ptrace', '0, 0, 0, 0'],
  ['process_vm_readv', '$$, 0, 0, 0, 0, 0'],
  ['process_vm_writev', '$$, 0, 0, 0, 0, 0'],
  ['pidfd_getfd', '0, 0, 0'],
  ['kcmp', '$$, $$, 0, 0, 0'],
  ['seccomp', '0, 0, 0'],
  ['mount', '$tmpfs, $place, $tmpfs, 0, 0'],
  ['umount2', '$place, 2'],
  ['pivot_root', '$place, $place'],
  ['chroot', '$place'],
  ['open_tree', '-100, $place, 1'],
  ['fsopen', '$tmpfs, 0'],
  ['mount_setattr', '-100, $place, 0, 0, 0'],
  ['unshare', '0x10000000'],
  ['unshare', '0x20000'],
  ['unshare', '0x40000000'],
  ['setns', '0, 0'],
  ['clone', '0x10000000 | 17, 0, 0, 0, 0'],
  ['clone', '0x20000 | 17, 0, 0, 0, 0'],
  ['clone3', '0, 0'],
  ['add_key', '$user, $user, $user, 4, -3'],
  ['keyctl', '0, -3, 1, 0, 0'],
  ['request_key', '$user, $user, 0, -3'],
  ['bpf', '0, 0, 0'],
  ['perf_event_open', '0, 0, -1, -1, 0'],
  ['userfaultfd', '0'],
  ['userfaultfd', '1'],
  ['io_uring_setup', '1, $zeros'],
  ['io_setup', '1, $zeros'],
  ['open_by_handle_at', '-100, $zeros, 0'],
  ['fanotify_init', '0, 0'],
  ['init_module', '$zeros, 1, $zeros'],
  ['finit_module', '0, $zeros, 0'],
  ['kexec_load', '0, 0, 0, 0'],
  ['swapon', '$place, 0'],
  ['quotactl', '0, 0, 0, 0'],
  ['syslog', '3, $zeros, 10'],
  ['reboot', '0xfee1dead, 672274793, 0, 0'],
  ['sethostname', '$user, 4'],
  ['acct', '0'],
  ['personality', '0x40000'],
  ['vhangup', ''],
]

export const kernelCases: readonly HostileCase[] = [
  {
    family: 'kernelInterfaces',
    name: 'trace, mount, make namespaces, load code into the kernel',
    spec: (context) => perlTask(context, `${buffers}\n${calls.map((call) => tryCall(context, call)).join('\n')}`),
    judge: judgeTries(calls.length),
  },
  {
    family: 'kernelInterfaces',
    name: 'type into a terminal, open what configures the kernel',
    spec: (context) =>
      perlTask(
        context,
        `my $c = "x"; must_fail("TIOCSTI", ioctl(STDIN, 0x5412, $c)); must_fail("TIOCLINUX", ioctl(STDIN, 0x541c, $c));
        open(my $pty, "+<", "/dev/ptmx"); must_fail("TIOCSTI on its own", $pty && ioctl($pty, 0x5412, $c));
        for my $path ("/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/sys/vm/drop_caches", "/proc/sys/user/max_user_namespaces", "/proc/sysrq-trigger",
            "/proc/irq/default_smp_affinity", "/proc/self/uid_map", "/proc/self/setgroups", "/proc/1/oom_score_adj") {
          my $f; must_fail($path, open($f, ">", $path) && syswrite($f, "-17")) }`,
      ),
    judge: judgeTries(12),
  },
  {
    family: 'kernelInterfaces',
    name: 'call by the numbers of another machine',
    spec: (context) =>
      perlTask(
        context,
        `my $pid = fork; if (!$pid) { syscall(0x40000000 | 39); exit 0 } waitpid($pid, 0);
        my $signal = $? & 127; holds("ended by signal $signal", ${context.machine === 'x64' ? '$signal == 31' : '1'})`,
      ),
    judge: judgeTries(1),
  },
  {
    family: 'privileges',
    name: 'become root, run programs of root, make devices',
    spec: (context) =>
      perlTask(
        context,
        `use POSIX (); my %s; open(my $f, "<", "/proc/self/status"); while (<$f>) { $s{$1} = $2 if /^(\\w+):\\s*(.*)$/ }
        holds("$_ is $s{$_}", hex($s{$_}) == 0) for qw(CapInh CapPrm CapEff CapBnd CapAmb);
        holds("no new privileges", $s{NoNewPrivs} == 1); holds("filtered", $s{Seccomp} == 2);
        holds("user is $s{Uid}", $s{Uid} !~ /(^|\\s)0(\\s|$)/);
        must_fail("user 0", POSIX::setuid(0)); must_fail("group 0", POSIX::setgid(0)); must_fail("another user", POSIX::setuid(1001));
        must_fail("groups", syscall(${callNumber(context, 'setgroups')}, 0, 0) == 0);
        must_fail("owner", chown(0, 0, "out")); open(my $own, ">", "out/own"); chmod(04755, "out/own");
        my $device = "out/device"; must_fail("device", syscall(${callNumber(context, 'mknodat')}, -100, $device, 020666, 0x0101) == 0);
        for my $program (grep { -u $_ } glob("/usr/bin/* /usr/sbin/* /usr/lib/*/*")) {
          my $pid = fork; if (!$pid) { close STDERR; close STDOUT; exec($program, "--help") or exit 0 }
          my $root = 0; for (1..5) { my @u = stat("/proc/$pid"); $root ||= @u && $u[4] == 0 } kill 9, $pid; waitpid($pid, 0);
          holds("$program", !$root) }`,
      ),
    judge: judgeTries(14),
  },
  {
    family: 'clock',
    name: 'set the clock',
    spec: (context) =>
      perlTask(
        context,
        `${buffers} ${[
          ['settimeofday', '$zeros, 0'],
          ['clock_settime', '0, $zeros'],
          ['adjtimex', '$zeros'],
          ['clock_adjtime', '0, $zeros'],
        ]
          .map(([name = '', args = '']) => tryCall(context, [name, args]))
          .join('\n')}`,
      ),
    judge: judgeTries(4),
  },
]

const buffers = 'my $zeros = "\\0" x 4096; my $tmpfs = "tmpfs"; my $place = "/tmp"; my $user = "user";'

/** Each in a process of its own: some would end or change it. */
function tryCall(context: HostileContext, [name, args]: readonly [string, string]): string {
  const list = args === '' ? '' : `, ${args}`
  return `{ my $pid = fork; if (!$pid) { must_fail("${name}", syscall(${callNumber(context, name)}${list}) != -1); exit 0 } waitpid($pid, 0); }`
}
