/** What `millrace provide` takes on its command line, by subject. What the values mean is checked in the files named for it. */
import { resourceClasses } from '@millrace/protocol'
import type { Command } from 'commander'
import type { ComfortOptions } from '../comfort/comfort-terms.ts'
import { localNetworkName } from '../network.ts'
import { collect } from '../option-values.ts'
import { type ListenOptions, relayChoices } from '../peers/provider-peers.ts'
import { gpuKinds } from '../provider-runtime.ts'
import type { BatchOptions } from './batch.ts'
import type { ExactnessOptions } from './exactness.ts'
import type { OfferingOptions } from './offering.ts'
import { type TaskOptions, taskSandboxKinds } from './tasks.ts'

export type ProvideOptions = ListenOptions &
  OfferingOptions &
  ExactnessOptions &
  BatchOptions &
  TaskOptions &
  ComfortOptions & {
    readonly network: string
    readonly name: string
    readonly model: readonly string[]
    readonly upstream?: string
    readonly bulkPort?: string
    readonly slots?: string
    readonly redeemAbove: string
    readonly redeemAfter: string
    readonly gpu?: string
    /** False with `--no-post-receipts`. */
    readonly postReceipts: boolean
    readonly json?: boolean
    readonly check?: boolean
    readonly printUnit?: string | boolean
  }

/** Declares every option. */
export function withProvideOptions(command: Command): Command {
  const declared = command
    .option('--network <name>', 'network to join', localNetworkName)
    .option('--name <name>', 'name of this provider on this machine', 'provider')
    .option('--check', 'say what this machine could sell and earn and what to fix, then end')
    .option('--print-unit [kind]', 'print a systemd unit with these options, user or system, then end (default: user)')
    .option('--model <name=in/out>', 'model to serve, with prices per million tokens; repeat for more', collect, [])
    .option('--upstream <url>', 'serve the models from an OpenAI-compatible server instead of in this process')
    .option('--slots <n>', 'answers to compute at once (default: from the hardware)')
    .option('--gpu <kind>', `one of ${gpuKinds.join(', ')} (default: auto where a card is found)`)
    .option(
      '--no-post-receipts',
      'commit to no receipts on the chain: then everyone who holds one can have you convicted',
    )
    .option('--redeem-above <amount>', 'redeem when this much is owed', '1')
    .option('--redeem-after <seconds>', 'redeem what is older than this', '3600')
    .option('--json', 'print JSON lines instead of text')
    .addHelpText('after', examples)
  const selling = withTaskOptions(withExactnessOptions(withOfferingOptions(declared)))
  return withListenOptions(withComfortOptions(selling))
}

/** Where it is reached. */
function withListenOptions(command: Command): Command {
  return command
    .option('--host <address>', 'address to listen on (default: all; loopback on the local network)')
    .option('--port <port>', 'port for direct connections; 0 picks one', '7402')
    .option('--peer-port <port>', 'port for the peer network; 0 picks one', '7403')
    .option('--public-host <host>', 'name or address under which others reach both ports')
    .option('--bulk-port <port>', 'serve the model files to other providers on this port; 0 picks one (default: off)')
    .option('--relay <when>', `be reached through a relay: ${relayChoices.join(', ')}`, 'auto')
    .option('--allow-private', 'announce and dial addresses of private networks: for a network in one building')
}

/** How what it computes can be checked, and what of the machine runs programs. */
function withExactnessOptions(command: Command): Command {
  return command
    .option('--replayable', 'answers that the same build can repeat to the bit, where buyers ask for it')
    .option('--replayable-premium <percent>', 'what such answers cost more (default: 0)')
    .option('--draft <model>', 'model that drafts them (default: a smaller encoding, where one comes with Millrace)')
    .option('--batch <in/out>', 'run WebAssembly programs, at prices per million KiB and per million million gas')
    .option('--batch-slots <n>', 'programs at once (default: half of the cores)')
    .option('--batch-memory <MiB>', 'memory one program may have (default: 1024)')
    .option('--batch-seconds <seconds>', 'how long one job may take (default: 120)')
}

/** On what terms it sells. */
function withOfferingOptions(command: Command): Command {
  return command
    .option('--country <code>', 'country the machine stands in, as offers tell it (default: the jurisdiction)')
    .option('--jurisdiction <code>', 'the same, as the registry tells it (default: the country; ZZ says nothing)')
    .option('--resource-class <class>', `one of ${Object.keys(resourceClasses).join(', ')} (default: as found)`)
    .option('--gpu-memory <MiB>', 'memory of the card (default: as found)')
    .option('--open <hours>', 'when to sell, by the week (default: always); repeat for more', collect, [])
    .option('--price-range <floor..ceiling>', 'let prices follow demand within these factors (default: fixed)')
    .option('--spot-discount <percent>', 'sell idle slots for less, to be taken back after the notice')
    .option('--notice <seconds>', 'warning that running work gets before it is ended', '30')
}

/** What of the machine runs other people's programs in the sandbox for native tasks. */
function withTaskOptions(command: Command): Command {
  return command
    .option('--tasks <price>', 'run native tasks in a sandbox, at a price per CPU-hour')
    .option(
      '--sandbox <kinds>',
      `run them in ${taskSandboxKinds.join(', ')} (default: each of this machine that works)`,
    )
    .option('--image-registry <host>', 'fetch container images from there only; repeat for more', collect, [])
    .option('--slurm <address>', 'run them as jobs of a cluster: its slurmrestd, unix:/path or http://host:port')
    .option('--slurm-folder <folder>', 'folder that this machine and all nodes of the cluster share')
    .option('--slurm-partition <name>', 'partition of the cluster (default: its default)')
    .option('--slurm-user <name>', 'user of the cluster whose token it is (default: you)')
    .option('--slurm-token-file <file>', 'token for http, read anew for each request (default: SLURM_JWT)')
    .option('--task-shell', 'let buyers run programs beside their tasks where Yama is off (docs/providing.md)')
    .option('--task-input <price>', 'what a million KiB of their inputs cost (default: half a CPU-second)')
    .option('--task-slots <n>', 'tasks at once (default: half of the cores)')
    .option('--task-cpus <n>', 'cores one task may have (default: the cores by the slots)')
    .option('--task-memory <MiB>', 'memory one task may have (default: half of the memory by the slots)')
    .option('--task-disk <MiB>', 'disk one task may have (default: 1024)')
    .option('--task-seconds <seconds>', 'how long one task may take (default: 3600)')
    .option('--task-cache <MiB>', 'disk for inputs and outputs (default: a tenth of what is free, 10240 at most)')
}

/** When the machine is its owner's, and what it costs to run. */
function withComfortOptions(command: Command): Command {
  return command
    .option('--pause-when-busy', 'sell nothing while you use the machine; spot work is ended after its notice')
    .option('--max-watts <watts>', 'pause while processor and cards draw more')
    .option('--max-celsius <degrees>', 'pause while processor or cards are hotter')
    .option('--kwh-price <amount>', 'what a kilowatt-hour costs you, to be held against what was earned')
}

const examples = `
Examples:
  $ millrace provide --model tinyllama-1.1b-chat=0.10/0.40
  $ millrace provide --public-host node1.example.org --country PT --price-range 0.5..3
  $ millrace provide --check
  $ millrace provide --replayable --replayable-premium 10 --batch 0.10/1.00
  $ millrace provide --tasks 0.02 --pause-when-busy --kwh-price 0.30
  $ millrace provide --tasks 0.02 --slurm unix:/run/slurmrestd/socket --slurm-folder /shared/millrace
  $ millrace provide --open "Mon-Fri 19:00-08:00 Europe/Lisbon" --open "Sat,Sun 00:00-00:00" --spot-discount 40`
