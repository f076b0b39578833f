/**
 * What is known of one function's body after it was checked, for the rewriter: its instructions, where gas is charged and how
 * much, and how each float is used. One plan serves all functions of a module in turn; what it held before is gone.
 *
 * A charge site stands before an instruction and pays for all that is executed, exactly once, whenever the site is passed.
 */
import type { ModuleLimits } from '../module/module-limits.ts'
import { gasOf } from '../module/opcodes.ts'
import { LocalVersions } from './local-versions.ts'

/** How the result of an instruction is used, beside the float widths in which it is read as a number. */
export const bitsMatter = 4

export class FunctionPlan {
  /** Instructions of the body, its last `end` included. */
  count = 0
  /** Opcode key of each instruction. */
  readonly ops: Uint16Array
  /** Where each instruction starts in the module; one more for where the last one ends. */
  readonly starts: Uint32Array
  /** Local of a local instruction; value type of a select. */
  readonly args: Int32Array
  /** Widths in which a result is read as a number, and {@link bitsMatter}. */
  readonly uses: Uint8Array
  /** 1 where the function may be left at an instruction. */
  readonly exits: Uint8Array

  siteCount = 0
  /** The instruction before which a site stands; never falls. */
  readonly siteAt: Int32Array
  readonly siteGas: Int32Array
  /** 1 for heads of loops that are branched to. */
  readonly siteIsLoop: Uint8Array

  paramCount = 0
  localCount = 0
  readonly localTypes: Uint8Array

  /** Where the instructions start: after the declarations of the locals. */
  codeStart = 0
  codeEnd = 0
  operandsMax = 0
  calls = 0
  loops = 0
  bulkOperations = 0
  /** Control operators and branch targets, each of which the compiler may join all locals at. */
  joins = 0
  branchTargets = 0
  /** Gas of all sites. */
  gas = 0

  /** Of the float locals: which writes each read may see. */
  readonly versions: LocalVersions
  /** Version that a local.get of a float reads. */
  readonly readVersion: Int32Array
  /** Writes to float locals: the version and the instruction whose value it is; −1 given bits, −2 a constant. */
  writeCount = 0
  readonly writeVersion: Int32Array
  readonly writeSource: Int32Array
  /** Instructions that pass the bits of one or two operands on: select, splats and lanes. */
  passerCount = 0
  readonly passers: Int32Array
  readonly passerFirst: Int32Array
  readonly passerSecond: Int32Array

  /** @param bodyBytesMax - bytes of the longest body; no body has more instructions. */
  constructor(bodyBytesMax: number, limits: ModuleLimits) {
    const most = bodyBytesMax + 1
    this.ops = new Uint16Array(most)
    this.starts = new Uint32Array(most + 1)
    this.args = new Int32Array(most)
    this.uses = new Uint8Array(most)
    this.exits = new Uint8Array(most)
    this.siteAt = new Int32Array(most + 1)
    this.siteGas = new Int32Array(most + 1)
    this.siteIsLoop = new Uint8Array(most + 1)
    this.localTypes = new Uint8Array(limits.localsMax)
    this.versions = new LocalVersions(limits.localsMax)
    this.readVersion = new Int32Array(most)
    this.writeVersion = new Int32Array(most)
    this.writeSource = new Int32Array(most)
    this.passers = new Int32Array(most)
    this.passerFirst = new Int32Array(most)
    this.passerSecond = new Int32Array(most)
  }

  clear(): void {
    // Only what was written is cleared: small functions of a large module stay cheap.
    this.uses.fill(0, 0, this.count)
    this.exits.fill(0, 0, this.count)
    this.count = 0
    this.siteCount = 0
    this.paramCount = 0
    this.localCount = 0
    this.operandsMax = 0
    this.calls = 0
    this.loops = 0
    this.bulkOperations = 0
    this.joins = 0
    this.branchTargets = 0
    this.gas = 0
    this.writeCount = 0
    this.passerCount = 0
  }

  addSite(): number {
    const site = this.siteCount++
    this.siteAt[site] = this.count
    this.siteGas[site] = 0
    this.siteIsLoop[site] = 0
    return site
  }

  /** Lets every instruction be paid by itself, just before it: what charging by blocks must come to. */
  chargeEachInstruction(): void {
    this.siteCount = this.count
    for (let at = 0; at < this.count; at++) {
      this.siteAt[at] = at
      this.siteGas[at] = gasOf[this.ops[at] as number] as number
      this.siteIsLoop[at] = 0
    }
  }

  addWrite(local: number, source: number): void {
    const write = this.writeCount++
    this.writeVersion[write] = this.versions.write(local)
    this.writeSource[write] = source
  }

  addPasser(instruction: number, first: number, second: number): void {
    const passer = this.passerCount++
    this.passers[passer] = instruction
    this.passerFirst[passer] = first
    this.passerSecond[passer] = second
  }
}
