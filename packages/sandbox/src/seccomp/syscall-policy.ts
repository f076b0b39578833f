/**
 * Which system calls a task may make.
 *
 * An allow-list: a call that stands nowhere fails with ENOSYS, as on a kernel too old for it, so programs fall back. Calls that are
 * known and refused fail with EPERM. Calls of another machine (32-bit, x32), whose numbers mean something else, end the task.
 * `clone3` hides its flags in memory that a filter cannot read, so it does not exist here and libraries use `clone`.
 *
 * Sources: seccomp(2), clone(2), ioctl_tty(2), address_families(7).
 */

/** What decides about one call: its 32-bit argument `index` against `values`, or its bits against `bits`. */
export type ArgumentRule = {
  readonly name: string
  readonly index: number
  /** `only`: these values alone pass. `never`: these values alone fail. `noBits`: none of the bits may be set. */
  readonly kind: 'only' | 'never' | 'noBits'
  readonly values: readonly number[]
  readonly errno: number
}

export const errnos = { EPERM: 1, ENOSYS: 38, EAFNOSUPPORT: 97 } as const

const family = { unix: 1, inet: 2, inet6: 10 } as const
/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET. */
const namespaceBits = 0x7e02_0000
/** TIOCSTI types into a terminal, TIOCLINUX and TIOCCONS steer the console, TIOCSETD loads kernel modules. */
const terminalRequests = [0x5412, 0x541c, 0x541d, 0x5423]
/** The usual personality, and the question which it is. */
const personalities = [0, 0xffff_ffff]

export const argumentRules: readonly ArgumentRule[] = [
  { name: 'clone', index: 0, kind: 'noBits', values: [namespaceBits], errno: errnos.EPERM },
  {
    name: 'socket',
    index: 0,
    kind: 'only',
    values: [family.unix, family.inet, family.inet6],
    errno: errnos.EAFNOSUPPORT,
  },
  { name: 'socketpair', index: 0, kind: 'only', values: [family.unix], errno: errnos.EAFNOSUPPORT },
  { name: 'ioctl', index: 1, kind: 'never', values: terminalRequests, errno: errnos.EPERM },
  { name: 'personality', index: 0, kind: 'only', values: personalities, errno: errnos.EPERM },
]

export const refusedCalls = words(`
  ptrace process_vm_readv process_vm_writev process_madvise pidfd_getfd kcmp seccomp mount umount2 pivot_root chroot
  move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr unshare setns add_key request_key keyctl bpf
  perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register settimeofday clock_settime
  clock_adjtime adjtimex sethostname setdomainname reboot kexec_load kexec_file_load init_module finit_module
  delete_module swapon swapoff acct quotactl quotactl_fd syslog vhangup iopl ioperm modify_ldt name_to_handle_at
  open_by_handle_at fanotify_init fanotify_mark io_setup io_submit migrate_pages move_pages
`)

export const allowedCalls = words(`
  accept accept4 access alarm arch_prctl bind brk cachestat capget capset chdir chmod chown clock_getres
  clock_gettime clock_nanosleep close close_range connect copy_file_range creat dup dup2 dup3 epoll_create
  epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd eventfd2 execve execveat exit exit_group
  faccessat faccessat2 fadvise64 fallocate fchdir fchmod fchmodat fchmodat2 fchown fchownat fcntl fdatasync fgetxattr
  flistxattr flock fork fremovexattr fsetxattr fstat fstatfs fsync ftruncate futex futex_waitv futimesat
  get_robust_list getcpu getcwd getdents getdents64 getegid geteuid getgid getgroups getitimer getpeername getpgid
  getpgrp getpid getppid getpriority getrandom getresgid getresuid getrlimit getrusage getsid getsockname getsockopt
  gettid gettimeofday getuid getxattr inotify_add_watch inotify_init inotify_init1 inotify_rm_watch ioprio_get
  ioprio_set kill lchown lgetxattr link linkat listen listxattr llistxattr lremovexattr lseek lsetxattr lstat madvise
  membarrier memfd_create mincore mkdir mkdirat mknod mknodat mlock mlock2 mlockall mmap mprotect mq_getsetattr
  mq_notify mq_open mq_timedreceive mq_timedsend mq_unlink mremap msgctl msgget msgrcv msgsnd msync munlock
  munlockall munmap nanosleep newfstatat open openat openat2 pause pidfd_open pidfd_send_signal pipe pipe2 pkey_alloc
  pkey_free pkey_mprotect poll ppoll prctl pread64 preadv preadv2 prlimit64 pselect6 pwrite64 pwritev pwritev2 read
  readahead readlink readlinkat readv recvfrom recvmmsg recvmsg removexattr rename renameat renameat2 restart_syscall
  rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait
  rt_tgsigqueueinfo sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam
  sched_getscheduler sched_rr_get_interval sched_setaffinity sched_setattr sched_setparam sched_setscheduler
  sched_yield select semctl semget semop semtimedop sendfile sendmmsg sendmsg sendto set_robust_list set_tid_address
  setfsgid setfsuid setgid setgroups setitimer setpgid setpriority setregid setresgid setresuid setreuid setrlimit
  setsid setsockopt setuid setxattr shmat shmctl shmdt shmget shutdown sigaltstack signalfd signalfd4 splice stat
  statfs statx symlink symlinkat sync sync_file_range syncfs sysinfo tee tgkill time timer_create timer_delete
  timer_getoverrun timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime times tkill truncate
  umask uname unlink unlinkat utime utimensat utimes vfork vmsplice wait4 waitid write writev
`)

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}
