/** Tasks that look and reach outside: files, processes, other tasks, networks. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { machineAddresses } from '../network/outbound-network.ts'
import { type HostileCase, judgeOutbound, judgeRefusal, judgeTries, perlTask } from './hostile-case.ts'

export const isolationCases: readonly HostileCase[] = [
  {
    family: 'hostFiles',
    name: 'read files of the machine',
    spec: (context) =>
      perlTask(
        context,
        `for my $path ("${context.hiddenFile}", "/proc/1/root${context.hiddenFile}", "/proc/self/root${context.hiddenFile}",
            "/proc/1/cwd/../../../../..${context.hiddenFile}", "/dev/../../..${context.hiddenFile}", "/etc/shadow", "/etc/ssh/sshd_config", "/proc/kcore",
            "/proc/kallsyms", "/proc/keys", "/proc/cmdline", "/dev/mem", "/dev/vda", "/dev/sda", "/dev/kmsg", "/dev/kvm", "/dev/fuse") {
          my ($byte, $file); must_fail($path, open($file, "<", $path) && read($file, $byte, 1)) }
        for my $path ("/root", "/home", "/var/lib", "/var/log", "/run", "/sys", "/sys/fs/cgroup", "${dirname(context.folder)}") {
          must_fail("list $path", opendir(my $folder, $path)) }`,
      ),
    judge: judgeTries(25),
  },
  {
    family: 'hostFiles',
    name: 'use what was left open',
    spec: (context) =>
      perlTask(
        context,
        `opendir(my $folder, "/proc/self/fd"); my @open = grep { /^\\d+$/ && $_ > 2 && $_ != fileno($folder) } readdir($folder);
        for (@open) { my $to = readlink("/proc/self/fd/$_") // ""; holds("descriptor $_ is $to", $to eq "/dev/null") }
        held("nothing of the machine is open"); my $list = "";
        my $is_tty = open(my $tty, "<", "/dev/tty"); must_fail("terminal", $is_tty);`,
      ),
    judge: judgeTries(2),
  },
  {
    family: 'hostProcesses',
    name: 'see and signal processes of the machine',
    spec: (context) =>
      perlTask(
        context,
        `opendir(my $proc, "/proc"); my @pids = grep { /^\\d+$/ } readdir($proc); my $n = @pids; holds("$n processes to be seen", $n <= 3);
        must_fail("signal ${context.hostProcess}", kill(0, ${context.hostProcess}));
        must_fail("kill ${context.hostProcess}", kill(9, ${context.hostProcess}));
        must_fail("environment of ${context.hostProcess}", open(my $e, "<", "/proc/${context.hostProcess}/environ"));
        my $m; must_fail("memory of the first process", open($m, "+<", "/proc/1/mem") && sysseek($m, 4096, 0) && syswrite($m, "x"));
        my $parent = getppid(); holds("its parent is $parent", $parent <= 1);
        must_fail("raise its priority", setpriority(0, 0, -5));`,
      ),
    judge: judgeTries(6),
  },
  {
    family: 'hostProcesses',
    name: 'kill everything it can see',
    spec: (context) => perlTask(context, 'kill 9, -1; kill 9, 1; held("still here")'),
    judge: ({ result, log }) => ({
      held: result?.outcome === 'exited' || result?.outcome === 'signalled',
      happened: `${result?.outcome}, its own processes alone ${log.trim()}`,
    }),
  },
  {
    family: 'otherTasks',
    name: 'look for a task beside it',
    beside: (context) =>
      perlTask(
        context,
        `use Socket; $0 = "neighbour-task"; open(my $f, ">", "/tmp/neighbour"); print $f "x"; open($f, ">", "/dev/shm/neighbour");
        socket(my $s, AF_UNIX, SOCK_STREAM, 0); bind($s, pack("S a*", AF_UNIX, "\\0neighbour")); listen($s, 5);
        socket(my $t, AF_INET, SOCK_STREAM, 0); bind($t, sockaddr_in(7777, INADDR_LOOPBACK)); listen($t, 5);
        shmget(7777, 4096, 0666 | 01000); print "READY\\n"; sleep 1000`,
      ),
    spec: (context) =>
      perlTask(
        context,
        `use Socket; for my $path ("/tmp/neighbour", "/dev/shm/neighbour") { must_fail($path, -e $path) }
        opendir(my $proc, "/proc"); my $seen = 0;
        for (readdir($proc)) { next unless /^\\d+$/ && open(my $c, "<", "/proc/$_/cmdline"); my $line = <$c> // ""; $seen++ if $line =~ /neighbour-task/ && $_ != $$ }
        holds("$seen processes of it", $seen == 0);
        socket(my $s, AF_UNIX, SOCK_STREAM, 0); must_fail("its socket", connect($s, pack("S a*", AF_UNIX, "\\0neighbour")));
        socket(my $t, AF_INET, SOCK_STREAM, 0); must_fail("its port", connect($t, sockaddr_in(7777, INADDR_LOOPBACK)));
        must_fail("its shared memory", defined shmget(7777, 4096, 0));`,
      ),
    judge: judgeTries(6),
  },
  {
    family: 'inputs',
    name: 'follow links in an input out of it, and change it',
    spec: (context) => {
      const tree = join(context.folder, 'tree')
      mkdirSync(tree, { recursive: true })
      writeFileSync(join(tree, 'plain'), 'plain')
      for (const [name, target] of [
        ['absolute', context.hiddenFile],
        ['relative', join('..', '..', '..', '..', '..', '..', context.hiddenFile)],
      ] as const) {
        symlinkSync(target, join(tree, name))
      }
      return perlTask(
        context,
        `for my $name ("absolute", "relative") { must_fail($name, open(my $f, "<", "in/tree/$name")) }
        must_fail("write", open(my $w, ">", "in/tree/plain")); must_fail("add", open(my $a, ">", "in/tree/new"));
        must_fail("remove", unlink("in/tree/plain")); must_fail("rename", rename("in/tree", "in/other"));
        must_fail("link", link("in/tree/plain", "out/link")); must_fail("mode", chmod(0777, "in/tree/plain"));`,
        { inputs: [{ path: 'tree', source: tree }] },
      )
    },
    judge: judgeTries(8),
  },
  ...['../escape', '/etc/passwd', 'a/../../b', 'a//b', '', 'a\nb', 'x'.repeat(2_000)].map(
    (path): HostileCase => ({
      family: 'inputs',
      name: `an input at ${JSON.stringify(path.slice(0, 20))}`,
      spec: (context) => perlTask(context, '1', { inputs: [{ path, source: context.hiddenFile }] }),
      judge: judgeRefusal('TASK_REFUSED'),
    }),
  ),
  {
    family: 'inputs',
    name: 'a link as the source of an input',
    spec: (context) => {
      const link = join(context.folder, 'link')
      symlinkSync(context.hiddenFile, link)
      return perlTask(context, 'print <STDIN>', { inputs: [{ path: 'link', source: link }] })
    },
    judge: judgeRefusal('TASK_REFUSED'),
  },
  {
    family: 'network',
    name: 'reach the Internet, the machine and the metadata address',
    spec: (context) =>
      perlTask(
        context,
        `use Socket; my @at = ("1.1.1.1", 443, "169.254.169.254", 80, "127.0.0.1", ${context.hostPort}, "10.0.0.1", 80, "192.168.0.1", 80, "172.17.0.1", 80);
        while (my ($host, $port) = splice(@at, 0, 2)) { socket(my $s, AF_INET, SOCK_STREAM, 0) or die;
          must_fail("$host:$port", connect($s, sockaddr_in($port, inet_aton($host)))) }
        socket(my $u, AF_INET, SOCK_DGRAM, 0); must_fail("datagram", send($u, "x", 0, sockaddr_in(53, inet_aton("8.8.8.8"))));
        socket(my $b, AF_INET, SOCK_DGRAM, 0); setsockopt($b, SOL_SOCKET, SO_BROADCAST, 1);
        must_fail("broadcast", send($b, "x", 0, sockaddr_in(53, inet_aton("255.255.255.255"))));
        my $six = socket(my $v6, 10, SOCK_STREAM, 0); my $to = pack("S n N a16 N", 10, 443, 0, pack("n8", 0x2606, 0x4700, 0, 0, 0, 0, 0, 0x1111), 0);
        must_fail("version 6", $six && connect($v6, $to));
        for ([16, 3, "netlink"], [17, 3, "packet"], [2, 3, "raw"], [40, 1, "vsock"], [38, 5, "crypto"], [44, 3, "xdp"]) {
          must_fail("$$_[2] socket", socket(my $s, $$_[0], $$_[1], 0)) }
        open(my $devices, "<", "/proc/net/dev"); my @devices = grep { /:/ && !/^\\s*lo:/ } <$devices>; holds("no device but its own loop", @devices == 0);`,
      ),
    judge: judgeTries(16),
  },
  {
    family: 'network',
    name: 'reach private addresses, the machine and its metadata by way of the Internet',
    spec: (context) => {
      const own = machineAddresses().flatMap((address) => [`"${address}", ${context.hostPort}`])
      return perlTask(
        context,
        `use Socket qw(:DEFAULT inet_pton pack_sockaddr_in pack_sockaddr_in6); my @at = (${[
          ...own,
          '"10.0.2.2"',
          context.hostPort,
        ].join(', ')}, "127.0.0.1", ${context.hostPort}, "0.0.0.0", ${context.hostPort}, "10.0.2.3", 53,
          "169.254.169.254", 80, "169.254.170.2", 80, "100.100.100.200", 80, "168.63.129.16", 80, "192.0.0.192", 80, "10.0.0.1", 80,
          "192.168.0.1", 80, "172.17.0.1", 80, "100.64.0.1", 80, "198.18.0.1", 80, "224.0.0.1", 80, "255.255.255.255", 80);
        while (my ($host, $port) = splice(@at, 0, 2)) { socket(my $s, AF_INET, SOCK_STREAM, 0) or die;
          must_fail("$host:$port", connect($s, pack_sockaddr_in($port, inet_aton($host)))) }
        for my $host ("::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.2.2", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "fd00:ec2::254", "fe80::1", "ff02::1") {
          my $six = socket(my $s, AF_INET6, SOCK_STREAM, 0);
          must_fail($host, $six && connect($s, pack_sockaddr_in6(${context.hostPort}, inet_pton(AF_INET6, $host)))) }
        for my $host ("10.0.2.3", "10.0.2.2", "169.254.169.254", "224.0.0.251", "255.255.255.255") {
          socket(my $u, AF_INET, SOCK_DGRAM, 0); setsockopt($u, SOL_SOCKET, SO_BROADCAST, 1);
          must_fail("datagram to $host", send($u, "x", 0, pack_sockaddr_in(53, inet_aton($host)))) }
        for ([16, 3, "netlink"], [17, 3, "packet"], [2, 3, "raw"], [40, 1, "vsock"]) { must_fail("$$_[2] socket", socket(my $s, $$_[0], $$_[1], 0)) }
        for my $path ("/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv4/conf/all/accept_local", "/dev/net/tun") { must_fail($path, open(my $f, "+<", $path)) }`,
        { network: 'outbound' },
      )
    },
    judge: judgeOutbound(judgeTries(30)),
  },
]
