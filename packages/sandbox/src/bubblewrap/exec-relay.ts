/**
 * A small Perl program that stands between this process and a program run beside a task: it makes its terminal or its pipes, starts
 * it, passes bytes both ways until it has ended, and gives up its rights as soon as it can.
 *
 * Perl is a part of every Debian, calls ioctl(2) without a compiler, and needs 3 ms to start.
 *
 * Arguments: the number of prctl(2), that of the machine in filters, columns (0 for pipes), rows, the task's user and its own on the
 * machine (0 for none), then the command. File descriptors:
 * 0, 1, 2 as usual; 6 lines `COLUMNS ROWS` when the terminal changes its size; 7 the task's user namespace; it puts the one
 * above at 8, which is taken already. All of them but 6 are handed on.
 *
 * Each way holds at most one piece of {@link relayBytesMax}, and reads no more before it is written: a slow reader slows its writer.
 *
 * Sources: pty(7), ioctl_tty(2), ioctl_ns(2), prctl(2), seccomp(2).
 */

/** Bytes held for each way. */
const relayBytesMax = 65_536
/** Bytes that are still read when the program has ended: what pipes hold. Whoever it left behind may write on for ever. */
const lastBytesMax = 1 << 18
/** Seconds after which the relay looks by itself whether its program has ended, should it have missed the signal. */
const lookSeconds = 1

export const relayProgram = `
use strict; use POSIX (); use Fcntl; $^F = 1000;
my ($prctl, $audit, $columns, $rows, $user, $own, @command) = @ARGV;
sub quit { print STDERR "relay: $_[0]: $!\\n"; POSIX::_exit(97) }
sub unblock { my $old = fcntl($_[0], F_GETFL, 0); fcntl($_[0], F_SETFL, $old | O_NONBLOCK) or quit("fcntl") }

open(my $inside, "<&=", 7) or quit("namespace");
my $above = ioctl($inside, 0xb702, 0) or quit("namespace above");
POSIX::dup2($above, 8) or quit("dup2"); POSIX::close($above);

my (@ways, @theirs, $master);
my $is_terminal = $columns > 0;
if ($is_terminal) {
  sysopen($master, "/dev/ptmx", O_RDWR | O_NOCTTY) or quit("terminal");
  my $word = pack("i", 0);
  ioctl($master, 0x40045431, $word) or quit("unlock");
  ioctl($master, 0x80045430, $word) or quit("number");
  sysopen(my $slave, "/dev/pts/" . unpack("i", $word), O_RDWR | O_NOCTTY) or quit("terminal inside");
  resize("$columns $rows");
  @theirs = ($slave, $slave, $slave);
  @ways = ([\\*STDIN, $master], [$master, \\*STDOUT]);
} else {
  for my $number (0 .. 2) {
    pipe(my $read, my $write) or quit("pipe");
    my ($ours, $other) = $number ? ($read, $write) : ($write, $read);
    push @theirs, $other;
    push @ways, $number ? [$ours, $number == 1 ? \\*STDOUT : \\*STDERR] : [\\*STDIN, $ours];
  }
}
if ($user) { for (@theirs) { chown($user, $user, $_) or quit("owner"); chmod(0600, $_) } }

# PR_SET_CHILD_SUBREAPER: when all of a task is killed at once, what is left of the program is reaped here.
syscall($prctl, 36, 1, 0, 0, 0) == 0 or quit("reaper");
my $pid = fork; defined $pid or quit("fork");
if (!$pid) {
  POSIX::setsid();
  if ($is_terminal) { ioctl($theirs[0], 0x540e, 0) or quit("controlling terminal") }
  POSIX::dup2(fileno($theirs[$_]), $_) // POSIX::_exit(97) for 0 .. 2;
  POSIX::close($_) for 6, map { fileno($_) } @theirs, $is_terminal ? $master : map { $ways[$_][$_ ? 0 : 1] } 0 .. 2;
  if ($user) {
    # Bubblewrap opens its memory to the task, before it loads the filter, by PR_SET_DUMPABLE; it is told that it did.
    my @filter = ([0x20, 0, 0, 4], [0x15, 0, 5, $audit], [0x20, 0, 0, 0], [0x15, 0, 3, $prctl], [0x20, 0, 0, 16], [0x15, 0, 1, 4], [0x06, 0, 0, 0x50000], [0x06, 0, 0, 0x7fff0000]);
    my $filter = join "", map { pack("SCCL", @$_) } @filter;
    my $program = pack("S x6 P", scalar @filter, $filter);
    syscall($prctl, 22, 2, $program, 0, 0) == 0 or POSIX::_exit(97);
  }
  exec { $command[0] } @command or POSIX::_exit(97);
}
close($_) for @theirs;
my %kept = map { fileno($_) => 1 } map { @$_ } @ways;
POSIX::close($_) for grep { $_ != 6 && !$kept{$_} } 3 .. 255;
if ($own) { $) = "$own $own"; POSIX::setgid($own); POSIX::setuid($own); quit("rights") if $< == 0 || $> == 0 }
$SIG{PIPE} = "IGNORE"; $SIG{CHLD} = sub { };
open(my $sizes, "<&=", 6) or quit("sizes");
unblock($_) for $sizes, map { @$_ } @ways;

my @held = map { "" } @ways; my @is_over = map { 0 } @ways; my $said = ""; my ($has_ended, $is_sized, $last_bytes) = (0, 1, 0);
while (1) {
  until ($has_ended) { my $reaped = waitpid(-1, POSIX::WNOHANG) or last; $has_ended = $reaped < 0 }
  my ($readable, $writable) = ("", "");
  for my $i (0 .. $#ways) {
    my ($from, $to) = @{$ways[$i]};
    if (length $held[$i]) { vec($writable, fileno($to), 1) = 1 }
    elsif (!$is_over[$i]) { vec($readable, fileno($from), 1) = 1 }
  }
  vec($readable, fileno($sizes), 1) = 1 if $is_sized;
  my $found = select($readable, $writable, undef, $has_ended ? 0 : ${lookSeconds});
  if ($found < 0) { next if $!{EINTR}; quit("select") }
  my $moved = 0;
  if ($is_sized && vec($readable, fileno($sizes), 1)) {
    my $count = sysread($sizes, $said, 1024, length $said);
    $is_sized = 0 if defined $count && !$count;
    resize($1) while $said =~ s/^(\\d+ \\d+)\\n//;
    $said = "" if length $said > 1024;
  }
  for my $i (0 .. $#ways) {
    my ($from, $to) = @{$ways[$i]};
    if (!length $held[$i] && !$is_over[$i] && vec($readable, fileno($from), 1)) {
      my $count = sysread($from, $held[$i], ${relayBytesMax});
      if ($count) { $moved = 1 if $i; $last_bytes += $count if $has_ended }
      elsif (defined $count || !$!{EAGAIN} && !$!{EINTR}) { end_of($i) }
    }
    if (length $held[$i]) {
      my $count = syswrite($to, $held[$i]);
      if (defined $count) { substr($held[$i], 0, $count) = "" ; $moved = 1 if $i }
      elsif (!$!{EAGAIN} && !$!{EINTR}) { POSIX::_exit(0) if $i; $held[$i] = ""; $is_over[$i] = 1 }
    }
  }
  if ($has_ended && (!$moved || $last_bytes > ${lastBytesMax})) {
    my @left = grep { length $held[$_] } 1 .. $#ways;
    POSIX::_exit(0) if !@left;
    @is_over = map { 1 } @ways if $last_bytes > ${lastBytesMax};
    my $wanted = ""; vec($wanted, fileno($ways[$_][1]), 1) = 1 for @left;
    select(undef, $wanted, undef, undef);
  }
}

sub end_of {
  my ($i) = @_; $is_over[$i] = 1; return if $i;
  # Ctrl-D ends what is typed; a pipe ends with its writer.
  if ($is_terminal) { $held[0] = "\\x04" } else { close($ways[0][1]) }
}
sub resize {
  my ($columns, $rows) = split / /, $_[0];
  my $size = pack("S4", $rows, $columns, 0, 0);
  ioctl($master, 0x5414, $size) if $is_terminal;
}
`
