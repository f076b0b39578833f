/** Tasks that take more than they may: processes, memory, disk, files, time, logs. */
import { callNumber, type HostileCase, held, judgeOutcome, judgeTries, perlTask, smallTask } from './hostile-case.ts'

const mebibyte = 1 << 20
const peakOf = (bytes: number | undefined) => `peak ${((bytes ?? 0) / mebibyte).toFixed(1)} MiB`
/** Room for what the kernel counts late: a batch of pages per processor. */
const countingSlackBytes = 2 * mebibyte

export const resourceCases: readonly HostileCase[] = [
  {
    family: 'processes',
    name: 'fork until it fails',
    spec: (context) =>
      perlTask(
        context,
        `my $n = 0; while (defined(my $pid = fork)) { if ($pid == 0) { sleep 1000; exit } $n++; last if $n > 500 }
        holds("fork fails after $n of ${smallTask.processesMax}: $!", $n < ${smallTask.processesMax});`,
      ),
    judge: judgeTries(1),
  },
  {
    family: 'processes',
    name: 'a fork bomb that never stops',
    spec: (context) =>
      perlTask(context, '$SIG{TERM} = "IGNORE"; fork while 1', {
        limits: { wallMsMax: 1_500, memoryBytesMax: 512 * mebibyte },
      }),
    judge: judgeOutcome('wall-time-exceeded'),
  },
  {
    family: 'memory',
    name: 'take memory without end',
    spec: (context) => perlTask(context, `my @kept; push @kept, chr(97 + @kept % 26) x ${mebibyte} while 1`),
    judge: (observed, { ownMemoryBytes = 0 }) =>
      judgeOutcome('memory-exceeded', ({ result, spec: { limits } }) => {
        const bytesMax = limits.memoryBytesMax + limits.diskBytesMax + ownMemoryBytes + countingSlackBytes
        return held(peakOf(result?.usage.memoryBytesPeak), (result?.usage.memoryBytesPeak ?? 0) <= bytesMax)
      })(observed),
  },
  {
    family: 'memory',
    name: 'spread it over processes',
    spec: (context) =>
      perlTask(
        context,
        `for (1..8) { next if fork; my @kept; push @kept, "x" x ${mebibyte} while @kept < 40; sleep 1000 } wait`,
      ),
    judge: judgeOutcome('memory-exceeded', ({ result }) => held(peakOf(result?.usage.memoryBytesPeak))),
  },
  {
    family: 'memory',
    name: 'hide it in files without a name',
    spec: (context) =>
      perlTask(
        context,
        `my $name = "x"; my @kept; my $piece = "x" x ${mebibyte};
        while ((my $fd = syscall(${callNumber(context, 'memfd_create')}, $name, 0)) >= 0) {
          open(my $file, ">&=", $fd); push @kept, $file; syswrite($file, $piece) for 1..4 }`,
      ),
    judge: judgeOutcome('memory-exceeded', ({ result }) => held(peakOf(result?.usage.memoryBytesPeak))),
  },
  {
    family: 'disk',
    name: 'write until the disk is full, everywhere',
    spec: (context) =>
      perlTask(
        context,
        `my $n = 0; my $piece = "x" x 65536; my $why;
        for my $folder ("out", "/tmp", "/dev/shm") { open(my $file, ">", "$folder/fill") or next;
          while (my $w = syswrite($file, $piece)) { $n += $w; last if $n > ${100 * mebibyte} } $why = "$!" }
        holds("$n bytes, then: $why", $n <= ${smallTask.diskBytesMax}); exit 1`,
      ),
    judge: judgeTries(1, 'disk-exceeded'),
  },
  {
    family: 'disk',
    name: 'reserve more than a large disk has',
    spec: (context) => {
      const diskBytesMax = Math.min(300 * mebibyte, context.limitsMax.diskBytesMax)
      const call = callNumber(context, 'fallocate')
      return perlTask(
        context,
        `my $n = 0; for my $i (0..9) { open(my $file, ">", "/tmp/$i") or last;
          last if syscall(${call}, fileno($file), 0, 0, ${64 * mebibyte}) != 0; $n += ${64 * mebibyte} }
        holds("$n bytes reserved, then: $!", $n > 0 && $n <= ${diskBytesMax})`,
        { limits: { diskBytesMax } },
      )
    },
    judge: judgeTries(1),
  },
  {
    family: 'disk',
    name: 'write where nothing may be written',
    spec: (context) =>
      perlTask(
        context,
        `for my $folder ("/", "/work", "/work/in", "/dev", "/usr", "/usr/bin", "/etc", "/proc", "/dev/pts") {
          my $worked = open(my $file, ">", "$folder/planted"); must_fail($folder, $worked) }`,
      ),
    judge: judgeTries(9),
  },
  {
    family: 'inodes',
    name: 'make files, folders and links without end',
    spec: (context) =>
      perlTask(
        context,
        `my $n = 0; my $why = ""; mkdir "/tmp/d"; open(my $first, ">", "/tmp/f");
        for my $make (sub { open(my $file, ">", "/tmp/d/$_[0]") }, sub { mkdir "out/$_[0]" }, sub { symlink "x", "/dev/shm/$_[0]" }) {
          for my $i (1..5000) { if (!$make->($i)) { $why = "$!"; last } $n++ } }
        holds("$n made, then: $why", $n <= ${smallTask.filesMax}); exit 1`,
      ),
    judge: judgeTries(1, 'disk-exceeded'),
  },
  {
    family: 'cpu',
    name: 'spin in several processes',
    spec: (context) => perlTask(context, 'fork; fork; 1 while 1', { limits: { cpuMsMax: 400 } }),
    judge: judgeOutcome('cpu-time-exceeded', ({ result }) => held(`${Math.round(result?.usage.cpuMs ?? 0)} ms`)),
  },
  {
    family: 'cpu',
    name: 'spin on more processors than it has',
    spec: (context) => perlTask(context, 'fork; fork; 1 while 1', { limits: { wallMsMax: 1_500, cpus: 1 } }),
    judge: judgeOutcome('wall-time-exceeded', ({ result }) => {
      const { cpuMs = 0, wallMs = 0 } = result?.usage ?? {}
      // Time is given out in periods of 100 ms, of which the first and the last may not be whole, and processors keep a few
      // milliseconds of one for the next. Two processors would give twice the time.
      return held(`${Math.round(cpuMs)} ms of ${Math.round(wallMs)} ms`, cpuMs <= wallMs * 1.3 + 200)
    }),
  },
  {
    family: 'wallTime',
    name: 'sleep for ever, deaf to signals',
    spec: (context) =>
      perlTask(context, '$SIG{$_} = "IGNORE" for qw(TERM INT HUP); sleep 1000 while 1', { limits: { wallMsMax: 700 } }),
    judge: judgeOutcome('wall-time-exceeded'),
  },
  {
    family: 'logs',
    name: 'print without end',
    spec: (context) => perlTask(context, 'my $piece = "x" x 65536; while (1) { print $piece; print STDERR $piece }'),
    judge: judgeOutcome('log-exceeded', ({ logBytes, spec }) =>
      held(`${logBytes} bytes passed on`, logBytes <= spec.limits.logBytesMax),
    ),
  },
  {
    family: 'openFiles',
    name: 'open files until it fails',
    spec: (context) =>
      perlTask(
        context,
        `my @kept; while (open(my $file, "<", "/dev/null")) { push @kept, $file; last if @kept > 100000 } my $n = @kept;
        holds("$n open, then: $!", $n < ${smallTask.openFilesMax})`,
      ),
    judge: judgeTries(1),
  },
]
