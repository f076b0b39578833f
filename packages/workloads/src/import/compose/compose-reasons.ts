/** Why keys of compose files have no place in a manifest, and what to do instead. */
import type { Reasons } from '../section.ts'

const isolation = 'The provider decides how it isolates jobs.'
const naming = 'Each workload stands alone and has no name that others resolve.'
const outlive = 'Nothing on a provider outlives a job but its outputs.'
const local = 'It is about the machine that compose runs on.'
const remove = 'Remove it.'
const readOnly = 'It holds here anyway: programs cannot gain rights.'

export const serviceReasons: Reasons = new Map([
  ['annotations', ['Providers read no annotations.', remove]],
  ['attach', [local, remove]],
  ['build', ['Providers run images, and build none.', 'Build and push the image, and name it with its digest.']],
  ['blkio_config', [isolation, remove]],
  ['cap_add', [isolation, 'Change the program so that it needs no capabilities.']],
  ['cap_drop', [readOnly, remove]],
  ['cgroup', [isolation, remove]],
  ['cgroup_parent', [isolation, remove]],
  ['configs', ['Configs are files of the machine that compose runs on.', 'List them as inputs.']],
  ['container_name', [naming, remove]],
  ['cpu_percent', ['Processors are counted, not shared.', 'Write resources.cpus.']],
  ['cpu_period', ['Processors are counted, not shared.', 'Write resources.cpus.']],
  ['cpu_quota', ['Processors are counted, not shared.', 'Write resources.cpus.']],
  ['cpu_rt_period', [isolation, remove]],
  ['cpu_rt_runtime', [isolation, remove]],
  ['cpu_shares', ['Processors are counted, not shared.', 'Write resources.cpus.']],
  ['cpuset', ['Which processors a job gets is the provider’s choice.', 'Write resources.cpus.']],
  ['credential_spec', [isolation, remove]],
  [
    'depends_on',
    ['Workloads start on their own, in no order.', 'Let the program try again until what it needs answers.'],
  ],
  ['develop', [local, remove]],
  ['device_cgroup_rules', [isolation, remove]],
  ['devices', ['Only GPUs are given to jobs.', 'Write resources.gpus.']],
  ['dns', ['Names are resolved by the provider.', remove]],
  ['dns_opt', ['Names are resolved by the provider.', remove]],
  ['dns_search', ['Names are resolved by the provider.', remove]],
  ['domainname', [naming, remove]],
  ['driver_opts', [isolation, remove]],
  [
    'env_file',
    ['It is a file of the machine that compose runs on.', 'Write its variables into environment or secrets.'],
  ],
  ['extends', ['Files are imported one by one.', 'Import what "docker compose config" prints.']],
  ['external_links', [naming, remove]],
  ['extra_hosts', [naming, 'Pass addresses as variables.']],
  ['group_add', [isolation, remove]],
  ['hostname', [naming, remove]],
  ['init', ['Leftover processes are ended by the sandbox.', remove]],
  ['ipc', [isolation, remove]],
  ['isolation', [isolation, remove]],
  ['label_file', ['Providers read no labels.', remove]],
  ['labels', ['Providers read no labels.', remove]],
  ['links', [naming, 'Reach the other service by its address on the network.']],
  ['logging', ['Logs go to whoever submitted the job.', 'Write limits.logs for their size.']],
  ['mac_address', [isolation, remove]],
  ['mem_swappiness', [isolation, remove]],
  ['memswap_limit', [isolation, remove]],
  ['models', ['Models are asked over the network’s own API.', remove]],
  ['networks', [naming, 'Reach other services by their addresses on the network.']],
  ['oom_kill_disable', [isolation, remove]],
  ['oom_score_adj', [isolation, remove]],
  ['pid', [isolation, remove]],
  ['post_start', ['Nothing runs beside the program.', 'Let the program do it.']],
  ['pre_stop', ['Nothing runs beside the program.', 'Let the program do it.']],
  ['privileged', [isolation, 'Change the program so that it needs no privileges.']],
  ['profiles', ['All services of the file are imported.', 'Submit those that you need.']],
  ['provider', [local, remove]],
  ['pull_policy', ['An image with a digest needs no policy.', remove]],
  ['read_only', ['Images are read-only anyway; what a job writes is gone with it.', remove]],
  ['runtime', [isolation, remove]],
  ['scale', ['deploy.replicas counts instances already.', remove]],
  ['security_opt', [isolation, remove]],
  ['shm_size', [isolation, 'Ask for as much more resources.memory.']],
  ['stdin_open', ['Jobs have no input but their files.', remove]],
  ['stop_grace_period', ['The provider gives a notice before it ends a job.', remove]],
  ['stop_signal', ['A job is ended by SIGTERM.', 'Let the program end at SIGTERM.']],
  ['storage_opt', ['Disk is asked for by size.', 'Write resources.disk.']],
  ['sysctls', [isolation, remove]],
  ['tmpfs', ['Memory is not mounted as a disk.', 'Use a folder below /tmp, and ask for resources.disk.']],
  ['tty', ['Jobs have no terminal.', remove]],
  ['use_api_socket', [local, remove]],
  ['user', ['Jobs run as a user without rights.', 'Let the program run as any user.']],
  ['userns_mode', [isolation, remove]],
  ['uts', [isolation, remove]],
  ['volumes_from', [outlive, remove]],
  ['working_dir', ['A job starts in its own folder.', 'Begin the command with: env, --chdir=FOLDER.']],
])

export const topReasons: Reasons = new Map([
  ['version', ['Compose itself takes no notice of it any more.', remove]],
  ['name', ['Workloads are named for their services.', remove]],
  ['networks', [naming, 'Reach other services by their addresses on the network.']],
  ['volumes', [outlive, 'Name inputs and outputs.']],
  ['configs', ['Configs are files of the machine that compose runs on.', 'List them as inputs.']],
  ['include', ['Files are imported one by one.', 'Import what "docker compose config" prints.']],
  ['models', ['Models are asked over the network’s own API.', remove]],
])

export const deployReasons: Reasons = new Map([
  ['endpoint_mode', ['Each service has one address on the network.', remove]],
  ['labels', ['Providers read no labels.', remove]],
  ['placement', ['It names machines of a swarm.', 'Write placement.regions or placement.operators.']],
  ['rollback_config', ['A failed update goes back as it went forward.', 'Write update.onFailure.']],
])

export const limitReasons: Reasons = new Map([
  ['generic_resources', ['Only GPUs are given to jobs.', 'Write resources.gpus.']],
  ['devices', ['Devices are reserved, not limited.', 'Write it below reservations.']],
])

export const deviceReasons: Reasons = new Map([
  ['device_ids', ['Which of its GPUs a job gets is the provider’s choice.', 'Write their count.']],
  ['options', [isolation, remove]],
])

export const updateReasons: Reasons = new Map([
  ['delay', ['The next instance waits until this one is healthy.', 'Write update.healthyFor.']],
  ['max_failure_ratio', ['One failed instance ends the update.', remove]],
])

export const restartReasons: Reasons = new Map([['window', ['Retries are counted since the start.', remove]]])

export const healthReasons: Reasons = new Map([
  ['start_interval', ['There is one interval.', 'Write health.interval.']],
])

export const portReasons: Reasons = new Map([
  ['host_ip', ['The network gives the service its address.', remove]],
  ['mode', ['The network spreads connections over the instances.', remove]],
])

export const volumeReasons: Reasons = new Map([
  ['bind', ['Inputs are copied to the provider.', remove]],
  ['consistency', [local, remove]],
])

export const secretReasons: Reasons = new Map([
  ['uid', ['A secret is a variable, not a file.', remove]],
  ['gid', ['A secret is a variable, not a file.', remove]],
  ['mode', ['A secret is a variable, not a file.', remove]],
])
