/**
 * Control instructions, calls and memory.grow: their checks, and the charge sites that they open.
 *
 * A site pays for what follows it until it is left, or until code begins that may be executed another number of times. After a
 * block that nothing inside of it leaves, the code goes on as often as the block was entered: it is paid before the block.
 * Invariants: whatever is executed was paid before; every iteration of a loop passes the site at its head.
 */
import type { ByteReader } from '../module/byte-reader.ts'
import { ModuleRefusedError } from '../module/module-error.ts'
import type { FunctionType, ModuleInfo } from '../module/module-info.ts'
import type { ModuleLimits } from '../module/module-limits.ts'
import { I32 } from '../module/opcodes.ts'
import { bitsMatter, type FunctionPlan } from './function-plan.ts'
import { frameBlock, frameElse, frameIf, frameLoop, givenBits, type OperandStack } from './operand-stack.ts'

export type FunctionContext = {
  readonly info: ModuleInfo
  readonly plan: FunctionPlan
  readonly stack: OperandStack
  readonly reader: ByteReader
}

export class ControlChecker {
  readonly #info: ModuleInfo
  readonly #limits: ModuleLimits
  readonly #plan: FunctionPlan
  readonly #stack: OperandStack
  readonly #reader: ByteReader
  #site = 0
  #result = 0
  /** Frames from this one inward are never entered; more than there are where all may be. */
  #neverEntered = 0

  constructor({ info, limits, plan, stack, reader }: FunctionContext & { readonly limits: ModuleLimits }) {
    this.#info = info
    this.#limits = limits
    this.#plan = plan
    this.#stack = stack
    this.#reader = reader
  }

  /** Begins a function. */
  open(result: number): void {
    this.#result = result
    this.#neverEntered = this.#limits.nestingMax + 2
    this.#site = this.#plan.addSite()
  }

  /** Lets the open site pay for an instruction. */
  charge(gas: number): void {
    if (gas === 0 || this.#isNeverReached()) return
    this.#plan.siteGas[this.#site] = (this.#plan.siteGas[this.#site] as number) + gas
    this.#plan.gas += gas
  }

  check(op: number, at: number, offset: number): void {
    switch (op) {
      case 0x00:
        this.#stack.setDead()
        return
      case 0x01:
        return
      case 0x02:
        this.#begin(frameBlock, offset)
        return
      case 0x03:
        this.#begin(frameLoop, offset)
        return
      case 0x04:
        this.#stack.pop(I32, offset)
        this.#begin(frameIf, offset)
        return
      case 0x05:
        this.#otherwise(offset)
        return
      case 0x0b:
        this.#end(at, offset)
        return
      case 0x0c:
        this.#branch(this.#reader.u32(), at, offset)
        this.#stack.setDead()
        return
      case 0x0d:
        this.#branchIf(at, offset)
        return
      case 0x0e:
        this.#branchTable(at, offset)
        return
      case 0x0f:
        this.#return(at, offset)
        return
      case 0x10:
        this.#call(offset)
        return
      case 0x11:
        this.#callIndirect(offset)
        return
      default:
        this.#grow(offset)
        return
    }
  }

  #isNeverReached(): boolean {
    return this.#stack.isDead || this.#stack.frame >= this.#neverEntered
  }

  #begin(kind: number, offset: number): void {
    const result = this.#blockResult(offset)
    const stack = this.#stack
    if (stack.isDead && stack.frame < this.#neverEntered) this.#neverEntered = stack.frame + 1
    stack.pushFrame(kind, result, this.#site, offset)
    this.#countJoin(offset)
    this.#plan.versions.begin(stack.frame, kind === frameLoop)
    if (kind === frameBlock) return
    this.#site = this.#plan.addSite()
    stack.frameSiteOwn[stack.frame] = this.#site
    if (kind === frameLoop) this.#plan.loops += 1
  }

  #blockResult(offset: number): number {
    const code = this.#reader.s33()
    if (code === -0x40) return 0
    if (code < 0) {
      if (code >= -5) return -code
      if (code === -0x10 || code === -0x11)
        throw new ModuleRefusedError('WASM_NOT_ALLOWED', offset, 'reference types are not allowed')
      throw new ModuleRefusedError('WASM_MALFORMED', offset, 'expected a block type')
    }
    const type = this.#typeAt(code, offset)
    if (type.params.length > 0)
      throw new ModuleRefusedError('WASM_NOT_ALLOWED', offset, 'blocks with parameters are not allowed')
    return type.result
  }

  #otherwise(offset: number): void {
    const stack = this.#stack
    if (stack.frameKind[stack.frame] !== frameIf)
      throw new ModuleRefusedError('WASM_MALFORMED', offset, 'there is no if for the else')
    this.#takeResult(stack.frameResult[stack.frame] as number, offset)
    if (stack.height !== stack.base)
      throw new ModuleRefusedError('WASM_INVALID', offset, 'operands are left over before the else')
    this.#countJoin(offset)
    this.#plan.versions.otherwise(stack.frame, stack.isDead)
    stack.frameKind[stack.frame] = frameElse
    stack.isDead = false
    if (stack.frame < this.#neverEntered) this.#neverEntered = this.#limits.nestingMax + 2
    this.#site = this.#plan.addSite()
  }

  #end(at: number, offset: number): void {
    const stack = this.#stack
    const frame = stack.frame
    const kind = stack.frameKind[frame] as number
    const result = stack.frameResult[frame] as number
    if (kind === frameIf && result !== 0)
      throw new ModuleRefusedError('WASM_INVALID', offset, 'an if with a result needs an else')
    this.#takeResult(result, offset)
    const isDead = stack.isDead
    const isLeft = (stack.frameLeavesTo[frame] as number) < frame
    const before = stack.frameSiteBefore[frame] as number
    this.#plan.versions.end(frame, kind === frameLoop, kind === frameIf, isDead)
    stack.popFrame(offset)
    if (frame === 0) {
      this.#plan.exits[at] = 1
      return
    }
    if (stack.frame < this.#neverEntered - 1) this.#neverEntered = this.#limits.nestingMax + 2
    if (result !== 0) stack.push(result, givenBits, offset)
    const fallsThrough = !isDead && (kind === frameLoop || (kind === frameBlock && stack.frameIsTargeted[frame] === 0))
    if (!isLeft) this.#site = before
    else if (!fallsThrough) this.#site = this.#plan.addSite()
  }

  #takeResult(type: number, offset: number): void {
    if (type === 0) return
    this.#observe(this.#stack.pop(type, offset))
  }

  #observe(source: number): void {
    if (source >= 0) this.#plan.uses[source] = (this.#plan.uses[source] as number) | bitsMatter
  }

  /** Checks an unconditional branch's operand. */
  #branch(depth: number, at: number, offset: number): void {
    this.#takeResult(this.#stack.labelType(this.#target(depth, at, offset)), offset)
  }

  #target(depth: number, at: number, offset: number): number {
    const stack = this.#stack
    const target = stack.branchTo(depth, offset)
    this.#countJoin(offset)
    if (!stack.isDead) this.#plan.versions.branch(target)
    if (target === 0) this.#plan.exits[at] = 1
    if (stack.frameKind[target] === frameLoop) this.#plan.siteIsLoop[stack.frameSiteOwn[target] as number] = 1
    return target
  }

  /** Counts before the work is done that is bounded by it. */
  #countJoin(offset: number): void {
    const plan = this.#plan
    plan.joins += 1
    const joins = plan.joins * plan.localCount
    const { joinsPerFunctionMax } = this.#limits
    if (joins <= joinsPerFunctionMax) return
    const problem = `expected at most ${joinsPerFunctionMax} locals times control operators in a function, got ${joins}`
    throw new ModuleRefusedError('WASM_TOO_LARGE', offset, problem)
  }

  #branchIf(at: number, offset: number): void {
    const stack = this.#stack
    const depth = this.#reader.u32()
    stack.pop(I32, offset)
    const type = stack.labelType(this.#target(depth, at, offset))
    if (type !== 0) {
      const source = stack.pop(type, offset)
      this.#observe(source)
      stack.push(type, source, offset)
    }
    this.#site = this.#plan.addSite()
  }

  #branchTable(at: number, offset: number): void {
    const { branchTargetsPerTableMax } = this.#limits
    const stack = this.#stack
    const count = this.#reader.u32()
    if (count > branchTargetsPerTableMax) {
      const problem = `expected at most ${branchTargetsPerTableMax} branch targets, got ${count}`
      throw new ModuleRefusedError('WASM_TOO_LARGE', offset, problem)
    }
    this.#plan.branchTargets += count
    stack.pop(I32, offset)
    let hasValue = -1
    for (let i = 0; i <= count; i++) {
      const type = stack.labelType(this.#target(this.#reader.u32(), at, offset))
      if (hasValue === -1) hasValue = Number(type !== 0)
      if (Number(type !== 0) !== hasValue)
        throw new ModuleRefusedError('WASM_INVALID', offset, 'the targets of a br_table take different operands')
      if (type === 0) continue
      const source = stack.pop(type, offset)
      this.#observe(source)
      if (i < count) stack.push(stack.poppedType, source, offset)
    }
    stack.setDead()
  }

  #return(at: number, offset: number): void {
    this.#takeResult(this.#result, offset)
    this.#plan.exits[at] = 1
    this.#stack.frameLeavesTo[this.#stack.frame] = 0
    this.#stack.setDead()
  }

  #call(offset: number): void {
    const index = this.#reader.u32()
    const type = this.#info.functionTypes[index]
    if (type === undefined) throw new ModuleRefusedError('WASM_INVALID', offset, `there is no function ${index}`)
    this.#apply(type, offset)
  }

  #callIndirect(offset: number): void {
    const type = this.#typeAt(this.#reader.u32(), offset)
    const table = this.#reader.u32()
    if (table !== 0 || this.#info.tableEntries === undefined)
      throw new ModuleRefusedError('WASM_INVALID', offset, `there is no table ${table}`)
    this.#stack.pop(I32, offset)
    this.#apply(type, offset)
  }

  #apply({ params, result }: FunctionType, offset: number): void {
    this.#plan.calls += 1
    for (let i = params.length - 1; i >= 0; i--) this.#observe(this.#stack.pop(params[i] as number, offset))
    if (result !== 0) this.#stack.push(result, givenBits, offset)
  }

  #grow(offset: number): void {
    if (this.#info.memory === undefined)
      throw new ModuleRefusedError('WASM_INVALID', offset, 'there is no memory to grow')
    if (this.#reader.byte() !== 0) throw new ModuleRefusedError('WASM_MALFORMED', offset, 'expected memory 0')
    this.#stack.pop(I32, offset)
    this.#stack.push(I32, givenBits, offset)
    this.#plan.calls += 1
  }

  #typeAt(index: number, offset: number): FunctionType {
    const type = this.#info.types[index]
    if (type === undefined) throw new ModuleRefusedError('WASM_INVALID', offset, `there is no type ${index}`)
    return type
  }
}
