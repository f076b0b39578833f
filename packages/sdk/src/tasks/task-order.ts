/** What a buyer asks of a native task, and what it gets: the words of `buyer.task`. */
import type {
  Address,
  Amount,
  PeerEndpoint,
  ReceiptBundle,
  TaskFile,
  TaskPort,
  TaskRequest,
  TaskResponse,
  TaskRunLimits,
  TaskSandboxName,
} from '@millrace/protocol'
import type { Needs } from '../ask.ts'
import type { PartFailure } from '../run.ts'
import type { TaskInstance } from '../services/task-instance.ts'

/** An input: a file or directory of this machine, or an object that the buyer's storage holds. */
export type TaskOrderInput =
  /** `path`: below the folder for inputs, inside. `from`: on this machine. */
  | { readonly path: string; readonly from: string }
  /** `bytes`: of the file, or of all files of the tree. */
  | { readonly path: string; readonly object: string; readonly bytes: number }

export type TaskOrder = Omit<Needs, 'policy' | 'exactness' | 'exactnessMin' | 'distinct'> & {
  /** The kind of sandbox; `bubblewrap` on the host's image and `oci` on any other without it. */
  readonly sandbox?: TaskSandboxName
  /** `host` without it: the system directories of the machine. Else an image pinned by its digest. */
  readonly image?: string
  /** Program and arguments; never a line for a shell. */
  readonly command: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly inputs?: readonly TaskOrderInput[]
  /** Files and folders below the folder for outputs. */
  readonly outputs?: readonly string[]
  /** `none` without it. */
  readonly network?: TaskRequest['network']
  /** TCP ports that it listens on, at any of its loopback addresses; only these are reached. */
  readonly ports?: readonly TaskPort[]
  /**
   * Values by the names of the variables that only the task sees. They are sealed to the node that runs it: requests, receipts, stores
   * and logs never hold them.
   */
  readonly secrets?: Readonly<Record<string, string>>
  readonly gpus?: number
  readonly limits: TaskRunLimits
  /** Base units that all starts together may cost. */
  readonly amountMax?: Amount
  /** Only this operator or node. */
  readonly provider?: Address
  /** None of these nodes. */
  readonly except?: readonly Address[]
  /** None of these operators. */
  readonly exceptOperators?: readonly Address[]
  /** Times it is begun at most, each at another provider; {@link taskLimits.startsMax} without it. */
  readonly startsMax?: number
}

/** A task as requests carry it. */
export type TaskWork = { readonly kind: 'task' } & Omit<TaskRequest, 'kind' | 'model' | 'nonce'>

/** What one provider did of a task. Live while it runs. */
export type TaskStart = {
  readonly node: Address
  readonly operator: Address
  /** KiB of inputs, and CPU milliseconds so far. */
  readonly inputUnits: number
  readonly outputUnits: number
  /** What it is owed, in base units. */
  readonly amount: Amount
  /** Missing where the provider was lost before it came. */
  readonly bundle?: ReceiptBundle
  /** Why it was begun anew elsewhere. */
  readonly failure?: PartFailure
}

export type TaskRun = {
  /**
   * The log as it is written, both streams together; one reader. After a start anew it begins again: the accepted one's alone is
   * in the result. Breaking out of the loop changes nothing; throws what `result` rejects with.
   */
  readonly logs: AsyncIterable<string>
  /** Grows as providers take over. */
  readonly starts: readonly TaskStart[]
  /**
   * The start under way, once its provider took it, and after one that was lost the next: read it again then. Rejects with what
   * `result` does when there is none any more; that need not be handled.
   */
  readonly instance: Promise<TaskInstance>
  /**
   * How it ended, with a receipt that holds. On abort resolves to what ran until then, with outcome `cancelled`, where its receipt
   * came, and else rejects with the signal's reason.
   */
  readonly result: Promise<TaskAnswer>
}

export type TaskAnswer = {
  readonly outcome: TaskResponse['outcome']
  readonly exitCode: number | undefined
  readonly signal: string | undefined
  readonly log: string
  /** In the order of their paths, which were checked. */
  readonly outputs: readonly TaskFile[]
  /** What is wrong with an output, where they are refused. */
  readonly refusal: TaskResponse['refusal']
  /** What the provider says it measured. */
  readonly usage: TaskResponse['usage']
  readonly provider: { readonly operator: Address; readonly node: Address; readonly endpoint: PeerEndpoint }
  /** The accepted receipt is the last. */
  readonly receipts: readonly ReceiptBundle[]
  /** What all starts cost, in base units. */
  readonly amount: Amount
  /**
   * Fetches the outputs, checks them against their addresses and writes them below a directory, which is made where missing; nothing
   * that is there already is replaced. Asked again, only what is missing is fetched. Returns their paths on this machine.
   *
   * @throws {ObjectUnavailableError} when the provider does not give them (any more). @throws {PathRefusedError}
   */
  fetchOutputs(directory: string, options: { readonly signal: AbortSignal }): Promise<readonly string[]>
}
