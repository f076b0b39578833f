/**
 * A world of its own for some work: mounts that nobody else sees, and a process namespace inside of it.
 *
 * A shell outside of the process namespace keeps the mounts until it is told on descriptor 6. When the descriptor ends without a word, as it
 * does with this process, the work's first process is killed, and with it the kernel ends everything in its namespace. The mounts are gone
 * with the shell. Nobody but the work holds its other descriptors, so they end with it.
 */

/** Programs by which a world is made. */
export type WorldPrograms = { readonly unshare: string; readonly sh: string }

const script = `
unshare=$1 sh=$2 work=$3; shift 3
"$unshare" --pid --fork --kill-child -- "$sh" -c "$work" world "$@" 6<&- &
exec >&- 2>&- 3<&- 4>&-
read done <&6 || kill -KILL $!
wait
`

/** What the work begins with: processes are seen by the numbers of its namespace. */
export const worldStart = `
fail() { exit 97; }
mount -t proc -o nosuid,nodev,noexec proc /proc || fail
`

/** Returns program and arguments to spawn. @param work - a script for the shell. */
export function worldCommand(
  { unshare, sh }: WorldPrograms,
  work: string,
  args: readonly string[],
): readonly [program: string, ...rest: string[]] {
  return [unshare, '--mount', '--', sh, '-c', script, 'world', unshare, sh, work, ...args]
}
