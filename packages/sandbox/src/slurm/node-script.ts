/**
 * What a job does on its node: it looks whether the node holds the task, starts the same shell and bubblewrap as on one machine, watches
 * its limits, keeps its logs and takes its outputs out of its disk. For any POSIX shell; nothing of Millrace needs to be installed there.
 *
 * It tells what happens by lines in the file `progress`, see `read-progress.ts`. Signals that every program ignores unless it asks for
 * them are its orders, for Slurm sends them to all processes of a job: URG has the task's program terminated, WINCH ends the task.
 *
 * Files of the job's folder: `arguments` (bubblewrap's, with the secrets; opened and removed first, so a job that Slurm starts again
 * ends at once), `reports` (bubblewrap's), `stdout` and `stderr` (each ends a little above the bound), `out` (outputs).
 *
 * Sources: cgroups(7), Linux Documentation/admin-guide/cgroup-v1/{memory,cpuacct}.rst and cgroup-v2.rst, slurm cgroup.conf(5), bwrap(1).
 */

/** Numbers of the signals that are orders, on both machines. */
export const orders = { terminate: 23, end: 28 } as const

/** Functions, for `sh`; the job's own lines follow them. */
export const nodeScript = `
umask 077
PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin LC_ALL=C
export PATH LC_ALL
cd "$MILLRACE_TASK" || exit 97
exec 3< arguments || exit 97
rm -f arguments
ulimit -c 0

tell() { echo "$*" >> progress; }

# Sets \`folder\` to the control group of this job that has a controller.
find_group() {
  folder= prefix= kind=cgroup
  while IFS=: read -r number controllers path; do
    case "$path/" in */job_$SLURM_JOB_ID/*) ;; *) continue ;; esac
    case ",$controllers," in
      *",$1,"*) kind=cgroup ;;
      ,,) kind=cgroup2 ;;
      *) continue ;;
    esac
    prefix="\${path%%/job_$SLURM_JOB_ID*}/job_$SLURM_JOB_ID"
    break
  done < /proc/self/cgroup
  [ -n "$prefix" ] || return 1
  while read -r device place type options rest; do
    [ "$type" = "$kind" ] || continue
    case "$kind,$options," in cgroup2,* | *",$1,"*) folder="$place$prefix"; break ;; esac
  done < /proc/self/mounts
  [ -n "$folder" ] && [ -d "$folder" ]
}

# Sets \`value\` to what stands after a word in a file of lines; in \`reports\`, of JSON.
value_of() {
  value=
  while read -r key rest || [ -n "$key" ]; do
    if [ "$key" = "$1" ]; then value=$rest; return 0; fi
  done < "$2"
  return 1
}
report_of() {
  value=
  while read -r line || [ -n "$line" ]; do
    case "$line" in *"\\"$1\\": "*) value="\${line#*\\"$1\\": }"; value="\${value%%[!0-9]*}"; return 0 ;; esac
  done < reports
  return 1
}

# What the node must do that no shell can: count processes by namespace, bound memory and processors.
look_at_node() {
  release=$(uname -r) major=\${release%%.*} rest=\${release#*.} minor=\${rest%%[!0-9]*}
  if [ "$(id -u)" -eq 0 ]; then held=no; tell unheld privileges
  elif [ "$major" -lt 5 ] || { [ "$major" -eq 5 ] && [ "\${minor:-0}" -lt 14 ]; }; then held=no; tell unheld processes; fi
  memory_group= limit=max swap=max
  if find_group memory; then
    memory_group=$folder
    if [ -r "$folder/memory.limit_in_bytes" ]; then
      limit=$(cat "$folder/memory.limit_in_bytes") swap=$(cat "$folder/memory.memsw.limit_in_bytes" 2>&-) || swap=max
    else limit=$(cat "$folder/memory.max") swap=$(cat "$folder/memory.swap.max") || swap=max; fi
  fi
  if [ "$limit" = max ] || [ "$limit" -gt "$memory_max" ]; then held=no; tell unheld memory
  elif [ "$(wc -l < /proc/swaps)" -gt 1 ] && { [ "$swap" = max ] || [ "$swap" -gt "$memory_max" ]; }; then
    held=no; tell unheld memory
  fi
  usable=$(taskset -c "0-$(($(nproc --all) - 1))" nproc) || usable=1000000
  if [ "$usable" -gt "\${SLURM_CPUS_ON_NODE:-0}" ]; then held=no; tell unheld cpu; fi
  cpu_file=
  if find_group cpuacct; then
    if [ -r "$folder/cpuacct.usage" ]; then cpu_file=$folder/cpuacct.usage; else cpu_file=$folder/cpu.stat; fi
  fi
  # Without a count of their time, processors held for a time bound it.
  wall_word=wall-time-exceeded
  if [ -z "$cpu_file" ] && [ "$wall_max" -gt "$((cpu_max / cpus))" ]; then
    wall_max=$((cpu_max / cpus)) wall_word=cpu-time-exceeded
  fi
}

hidden_files() {
  hidden=
  for path in $hidden_proc; do [ ! -e "$path" ] || hidden="$hidden --ro-bind /dev/null $path"; done
}

# Milliseconds.
clock() { read -r up rest < /proc/uptime; now=$((\${up%.*} * 1000 + 1\${up#*.}0 - 1000)); }
cpu_time() {
  cpu=
  case "$cpu_file" in
    '') ;;
    *.usage) read -r cpu < "$cpu_file"; cpu=$((cpu / 1000000)) ;;
    *) value_of usage_usec "$cpu_file" && cpu=$((value / 1000)) ;;
  esac
}
out_of_memory() {
  [ -n "$memory_group" ] || return 1
  # Version 1 counts where the process was, version 2 above, too.
  for file in "$memory_group"/memory.events "$memory_group"/step_batch/task_*/memory.oom_control "$memory_group"/step_batch/memory.oom_control; do
    [ -r "$file" ] && value_of oom_kill "$file" && [ "$value" -gt 0 ] && return 0
  done
  return 1
}
peak_of_memory() {
  peak=0
  for file in "$memory_group"/memory.max_usage_in_bytes "$memory_group"/memory.peak; do
    [ ! -r "$file" ] || read -r peak < "$file"
  done
}

# Logs end where they may end; what writes on then has nobody who reads.
keep() { ( ulimit -f "$log_blocks"; exec cat >> "$1" ); }
note() { cat >> reports; : > closed; }
launch() { exec sh -c 'echo $$ > launcher; exec "$@"' sh "$@" 6<&0 < /dev/null 5< "$filter"; }

stop() { [ -n "$stopped" ] || { stopped=$1; tell stopped "$1"; kill -KILL "$child" 2>&-; }; }
terminate() {
  told= first=
  # The line has no end.
  read -r first rest < "/proc/$child/task/$child/children" || [ -n "$first" ] || return 0
  kill -TERM "$first" 2>&-
}
is_there() {
  value_of State: "/proc/$1/status" 2>&- && case "$value" in [ZX]*) return 1 ;; esac
}

# Takes what is at the given names below out, for the other side to judge: no links followed, no modes kept, holes stay holes.
collect() {
  from=/proc/$launcher/root$disk/out number=0
  mkdir out
  for top in "$@"; do
    number=$((number + 1))
    [ -e "$from/$top" ] || [ -L "$from/$top" ] || continue
    if [ -n "$(find "$from/$top" -mindepth "$depth_max" -printf x -quit)" ]; then tell refused "$number" deep; continue; fi
    if [ -n "$(find "$from/$top" \\( ! -type l ! -readable -o -type d ! -executable \\) -printf x -quit)" ]; then
      tell refused "$number" unreadable; continue
    fi
    cp -R -P --sparse=always --no-preserve=mode --preserve=links -- "$from/$top" out/ || tell failed its outputs could not be copied
  done
}

# Watches from beside; what it prints tells the launcher to end.
supervise() {
  told= asked= stopped= child= launcher=
  trap 'told=yes' URG
  trap 'asked=yes' WINCH
  until report_of child-pid; do
    if [ ! -e closed ]; then sleep 0.02; continue; fi
    report_of child-pid || { tell failed it ended before its program ran; return; }
  done
  child=$value launcher=$(cat launcher)
  clock; start=$now pause=0.02 looks=0
  tell started
  while [ ! -e closed ]; do
    clock
    cpu_time
    if out_of_memory; then stop memory-exceeded
    elif [ "$((now - start))" -ge "$wall_max" ]; then stop "$wall_word"
    elif [ "\${cpu:-0}" -gt "$cpu_max" ]; then stop cpu-time-exceeded; fi
    [ -z "$told" ] || terminate
    [ -z "$asked" ] || stop signalled
    looks=$((looks + 1))
    case "$looks" in 25) pause=0.1 ;; 150) pause=0.25 ;; esac
    sleep "$pause"
  done
  while is_there "$child"; do sleep 0.02; done
  clock
  cpu_time
  ! out_of_memory || stop memory-exceeded
  peak_of_memory
  tell wall "$((now - start))"
  [ -z "$cpu" ] || tell cpu "$cpu"
  tell memory "$peak"
  tell disk "$(stat -f -c '%b %f %S %a %d' "/proc/$launcher/root$disk/out")"
  ! report_of exit-code || tell exit "$value"
  collect "$@"
  echo collected
}
`
