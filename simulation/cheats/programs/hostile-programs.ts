/**
 * Programs whose buyer or author means harm: to have honest replicas differ, to run for nothing, to take the machine down. Text
 * of modules, with the system calls that a command may use imported (`command` of the sandbox's tests).
 */

export type HostileProgram = {
  readonly name: string
  readonly fields: string
  /** What every machine must make of it. */
  readonly ends: 'exited' | 'trapped' | 'out-of-gas' | 'out-of-memory' | 'refused'
}

const hexOf = (locals: number) => Array.from({ length: locals }, () => 'i64').join(' ')

/** NaNs made in every way, their bits written out: machines and compilers differ in them. */
const nanLeak = `
  (global $zero (mut f32) (f32.const 0)) (global $big (mut f64) (f64.const inf))
  (func $sum (param f32 f32) (result f32) (f32.add (local.get 0) (local.get 1)))
  (func (export "_start") (local $i i32) (local $x f32) (local $y f64)
    (local.set $x (f32.div (global.get $zero) (global.get $zero)))
    (f32.store (i32.const 64) (local.get $x))
    (f32.store (i32.const 68) (f32.sqrt (f32.neg (f32.const 1))))
    (f32.store (i32.const 72) (call $sum (f32.const nan:0x200001) (f32.neg (f32.const nan:0x400001))))
    (f32.store (i32.const 76) (f32.copysign (f32.min (local.get $x) (f32.const 1)) (f32.const -1)))
    (local.set $y (f64.sub (global.get $big) (global.get $big)))
    (f64.store (i32.const 80) (f64.promote_f32 (call $sum (local.get $x) (f32.const 1))))
    (f64.store (i32.const 88) (f64.mul (local.get $y) (f64.const -0)))
    (v128.store (i32.const 96) (f32x4.mul (f32x4.splat (local.get $x)) (v128.const f32x4 1 -1 nan:0x7 0)))
    (v128.store (i32.const 112) (f64x2.max (f64x2.splat (local.get $y)) (v128.const f64x2 1 nan:0x7)))
    (call $write (i32.const 64) (i32.const 64)))`

/** Branches on the sign of a NaN, so that machines that differ would even run for different times. */
const nanBranch = `
  (func (export "_start") (local $i i32)
    (if (i32.lt_s (i32.reinterpret_f32 (f32.div (f32.const 0) (f32.const 0))) (i32.const 0))
      (then (loop $more (br_if $more (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000))))))
    (i32.store8 (i32.const 64) (i32.const 65)) (call $write (i32.const 64) (i32.const 1)))`

/** Keeps many values alive over a recursive call, so that frames are far larger than they look. */
const deepStack = `
  (func $down (param i64) (result i64) (local ${hexOf(200)})
    (i64.add (i64.mul (local.get 0) (i64.const 3)) (i64.add (call $down (i64.add (local.get 0) (i64.const 1))) (local.get 0))))
  (func (export "_start") (drop (call $down (i64.const 1))))`

/** Two functions that call each other for ever. */
const mutualRecursion = `
  (func $one (call $other)) (func $other (call $one))
  (func (export "_start") (call $one))`

/** Does its work before anyone counts, if start functions went uncounted. */
const busyStart = `
  (func $busy (loop $more (br $more))) (start $busy)
  (func (export "_start"))`

/** Pays for one instruction and fills memory. */
const bulkWork = `
  (memory (export "memory") 16)
  (func (export "_start")
    (loop $more (memory.fill (i32.const 0) (i32.const 1) (i32.const 1048576)) (br $more)))`

/** Asks for memory for ever. */
const greedyMemory = `
  (memory (export "memory") 1)
  (func (export "_start") (loop $more (drop (memory.grow (i32.const 1))) (br $more)))`

/** Lets the host work: random bytes by the megabyte. */
const busyHost = `
  (func (export "_start") (loop $more (drop (call $random_get (i32.const 1024) (i32.const 60000))) (br $more)))`

/** Every path traps with gas in a local: what was used must not be lost. */
const lateTrap = `
  (func (export "_start") (local $i i32)
    (loop $more (br_if $more (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 50000))))
    (unreachable))`

/** Many locals joined at many ifs: V8 takes gigabytes to compile it. */
const compileBomb = `(func (export "_start") (local ${hexOf(1_000)}) ${'(if (i64.eqz (local.get 0)) (then (local.set 1 (i64.const 1))))'.repeat(6_000)})`

export const hostilePrograms: readonly HostileProgram[] = [
  { name: 'NaN leak', fields: nanLeak, ends: 'exited' },
  { name: 'branch on a NaN', fields: nanBranch, ends: 'exited' },
  { name: 'deep stack of wide frames', fields: deepStack, ends: 'trapped' },
  { name: 'mutual recursion', fields: mutualRecursion, ends: 'trapped' },
  { name: 'work in the start function', fields: busyStart, ends: 'out-of-gas' },
  { name: 'bulk memory', fields: bulkWork, ends: 'out-of-gas' },
  { name: 'memory for ever', fields: greedyMemory, ends: 'out-of-gas' },
  { name: 'work of the host', fields: busyHost, ends: 'out-of-gas' },
  { name: 'trap after work', fields: lateTrap, ends: 'trapped' },
  { name: 'compile bomb', fields: compileBomb, ends: 'refused' },
]
