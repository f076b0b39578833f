/** A task that listens, in Perl, which every Debian has. */
import type { TaskSpec } from '../../src/task/task.ts'
import { testSpec } from './test-spec.ts'

/**
 * What it does with a connection, `$c`, by port. 8001 speaks first, counts what it hears to the end, and then says how much; 8002 says
 * 64 MiB; 8003 hears nothing; 8004 is 8001 on ::1; 8005 listens only when `/tmp/late` is there;
 * 8007 ends what it says, and leaves what it hears in `/tmp/heard`.
 */
const program = `
use strict; use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6); $| = 1; $SIG{PIPE} = "IGNORE"; $SIG{CHLD} = "IGNORE";
sub on { my ($family, $port) = @_;
  socket(my $l, $family, SOCK_STREAM, 0) or die; setsockopt($l, SOL_SOCKET, SO_REUSEADDR, 1);
  bind($l, $family == AF_INET ? sockaddr_in($port, INADDR_LOOPBACK) : pack_sockaddr_in6($port, inet_pton(AF_INET6, "::1"))) or die "$port $!";
  listen($l, 300); $l }
sub serve { my ($l, $with) = @_; return if fork;
  while (accept(my $c, $l)) { next if fork; my $old = select($c); $| = 1; select($old); $with->($c); exit } exit }
my $count = sub { my ($c) = @_; print $c "hello\\n"; my $n = 0; while (sysread($c, my $text, 65536)) { $n += length $text } print $c "heard $n\\n" };
serve(on(AF_INET, 8001), $count);
serve(on(AF_INET6, 8004), $count);
serve(on(AF_INET, 8002), sub { my ($c) = @_; print $c "x" x 65536 for 1 .. 1024 });
serve(on(AF_INET, 8007), sub { my ($c) = @_; print $c "bye\n"; shutdown($c, 1); my $n = 0; while (sysread($c, my $text, 65536)) { $n += length $text }
  open(my $f, ">", "/tmp/heard.new"); print $f $n; close $f; rename("/tmp/heard.new", "/tmp/heard") });
serve(on(AF_INET, 8003), sub { sleep 1000 });
print "READY\\n";
select(undef, undef, undef, 0.02) until -e "/tmp/late";
serve(on(AF_INET, 8005), $count);
sleep 1000 while 1;
`

export function listeningTask(change: Partial<TaskSpec> = {}): TaskSpec {
  const { limits } = testSpec({})
  return testSpec({
    command: ['/usr/bin/perl', '-e', program],
    ports: [8001, 8002, 8003, 8004, 8005, 8006, 8007],
    limits: { ...limits, wallMsMax: 600_000, cpuMsMax: 300_000, processesMax: 400, memoryBytesMax: 256 << 20 },
    ...change,
  })
}
