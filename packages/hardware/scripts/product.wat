;; The inner loops of the benchmarks, over a memory that threads share. Written by hand for 128-bit vectors without relaxed
;; operations, so every engine computes the same. `make-product-module.ts` turns it into `src/benchmark/product-module.ts`.
;;
;; fill      one line of a factor: Threefry-2x32-20, as `packages/verification/src/hardware/factors.ts` has it, four counters at a time
;; multiply  some rows of C = A·B, int8 into int32; A by rows, B by columns, both n bytes a line; two rows by four columns at a time
;; read      the bytes of a span, each once; returns something of them so that no compiler leaves it out
;; copy      a span to another
(module
  (import "env" "memory" (memory 1 65536 shared))

  ;; n is a multiple of 32.
  (func (export "fill") (param $to i32) (param $line i32) (param $n i32) (param $key0 i32) (param $key1 i32)
    (local $end i32) (local $counters v128) (local $x0 v128) (local $x1 v128) (local $k0 v128) (local $k1 v128) (local $k2 v128)
    (local.set $k0 (i32x4.splat (local.get $key0)))
    (local.set $k1 (i32x4.splat (local.get $key1)))
    (local.set $k2 (i32x4.splat (i32.xor (i32.const 0x1bd11bda) (i32.xor (local.get $key0) (local.get $key1)))))
    (local.set $counters (v128.const i32x4 0 1 2 3))
    (local.set $end (i32.add (local.get $to) (local.get $n)))
    (loop $four
      (local.set $x0 (i32x4.splat (i32.add (local.get $line) (local.get $key0))))
      (local.set $x1 (i32x4.add (local.get $counters) (local.get $k1)))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 13)) (i32x4.shr_u (local.get $x1) (i32.const 19)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 15)) (i32x4.shr_u (local.get $x1) (i32.const 17)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 26)) (i32x4.shr_u (local.get $x1) (i32.const 6)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 6)) (i32x4.shr_u (local.get $x1) (i32.const 26)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $k1)))
      (local.set $x1 (i32x4.add (local.get $x1) (i32x4.add (local.get $k2) (i32x4.splat (i32.const 1)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 17)) (i32x4.shr_u (local.get $x1) (i32.const 15)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 29)) (i32x4.shr_u (local.get $x1) (i32.const 3)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 16)) (i32x4.shr_u (local.get $x1) (i32.const 16)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 24)) (i32x4.shr_u (local.get $x1) (i32.const 8)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $k2)))
      (local.set $x1 (i32x4.add (local.get $x1) (i32x4.add (local.get $k0) (i32x4.splat (i32.const 2)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 13)) (i32x4.shr_u (local.get $x1) (i32.const 19)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 15)) (i32x4.shr_u (local.get $x1) (i32.const 17)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 26)) (i32x4.shr_u (local.get $x1) (i32.const 6)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 6)) (i32x4.shr_u (local.get $x1) (i32.const 26)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $k0)))
      (local.set $x1 (i32x4.add (local.get $x1) (i32x4.add (local.get $k1) (i32x4.splat (i32.const 3)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 17)) (i32x4.shr_u (local.get $x1) (i32.const 15)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 29)) (i32x4.shr_u (local.get $x1) (i32.const 3)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 16)) (i32x4.shr_u (local.get $x1) (i32.const 16)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 24)) (i32x4.shr_u (local.get $x1) (i32.const 8)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $k1)))
      (local.set $x1 (i32x4.add (local.get $x1) (i32x4.add (local.get $k2) (i32x4.splat (i32.const 4)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 13)) (i32x4.shr_u (local.get $x1) (i32.const 19)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 15)) (i32x4.shr_u (local.get $x1) (i32.const 17)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 26)) (i32x4.shr_u (local.get $x1) (i32.const 6)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
      (local.set $x1 (v128.xor (local.get $x0) (v128.or
        (i32x4.shl (local.get $x1) (i32.const 6)) (i32x4.shr_u (local.get $x1) (i32.const 26)))))
      (local.set $x0 (i32x4.add (local.get $x0) (local.get $k2)))
      (local.set $x1 (i32x4.add (local.get $x1) (i32x4.add (local.get $k0) (i32x4.splat (i32.const 5)))))
      (v128.store (local.get $to) (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $x0) (local.get $x1)))
      (v128.store offset=16 (local.get $to)
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $x0) (local.get $x1)))
      (local.set $counters (i32x4.add (local.get $counters) (i32x4.splat (i32.const 4))))
      (br_if $four (i32.lt_u (local.tee $to (i32.add (local.get $to) (i32.const 32))) (local.get $end)))))

  ;; The four sums of four vectors' lanes.
  (func $sums (param $a v128) (param $b v128) (param $c v128) (param $d v128) (result v128)
    (local $ab v128) (local $cd v128)
    (local.set $ab (i32x4.add
      (i8x16.shuffle 0 1 2 3 16 17 18 19 8 9 10 11 24 25 26 27 (local.get $a) (local.get $b))
      (i8x16.shuffle 4 5 6 7 20 21 22 23 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
    (local.set $cd (i32x4.add
      (i8x16.shuffle 0 1 2 3 16 17 18 19 8 9 10 11 24 25 26 27 (local.get $c) (local.get $d))
      (i8x16.shuffle 4 5 6 7 20 21 22 23 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
    (i32x4.add
      (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $ab) (local.get $cd))
      (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $ab) (local.get $cd))))

  ;; Rows from $first to $last, an even number of them; n is a multiple of 32. Columns in blocks of 32, so that a block stays in the cache for all rows.
  (func (export "multiply") (param $a i32) (param $b i32) (param $c i32) (param $n i32) (param $first i32) (param $last i32)
    (local $block i32) (local $row i32) (local $column i32) (local $columns i32) (local $out i32) (local $left i32) (local $end i32)
    (local $at0 i32) (local $at1 i32) (local $at2 i32) (local $at3 i32)
    (local $left0 v128) (local $left1 v128) (local $right v128)
    (local $s00 v128)
    (local $s01 v128)
    (local $s02 v128)
    (local $s03 v128)
    (local $s10 v128)
    (local $s11 v128)
    (local $s12 v128)
    (local $s13 v128)
    (loop $blocks
      (local.set $row (local.get $first))
      (local.set $columns (i32.add (local.get $block) (i32.const 32)))
      (loop $rows
        (local.set $column (local.get $block))
        (loop $tiles
        (local.set $s00 (v128.const i32x4 0 0 0 0))
        (local.set $s01 (v128.const i32x4 0 0 0 0))
        (local.set $s02 (v128.const i32x4 0 0 0 0))
        (local.set $s03 (v128.const i32x4 0 0 0 0))
        (local.set $s10 (v128.const i32x4 0 0 0 0))
        (local.set $s11 (v128.const i32x4 0 0 0 0))
        (local.set $s12 (v128.const i32x4 0 0 0 0))
        (local.set $s13 (v128.const i32x4 0 0 0 0))
        (local.set $left (i32.add (local.get $a) (i32.mul (local.get $row) (local.get $n))))
        (local.set $end (i32.add (local.get $left) (local.get $n)))
        (local.set $at0 (i32.add (local.get $b) (i32.mul (local.get $column) (local.get $n))))
        (local.set $at1 (i32.add (local.get $at0) (local.get $n)))
        (local.set $at2 (i32.add (local.get $at1) (local.get $n)))
        (local.set $at3 (i32.add (local.get $at2) (local.get $n)))
        (loop $terms
          (local.set $left0 (v128.load8x8_s (local.get $left)))
          (local.set $left1 (v128.load8x8_s (i32.add (local.get $left) (local.get $n))))
          (local.set $right (v128.load8x8_s (local.get $at0)))
          (local.set $s00 (i32x4.add (local.get $s00) (i32x4.dot_i16x8_s (local.get $left0) (local.get $right))))
          (local.set $s10 (i32x4.add (local.get $s10) (i32x4.dot_i16x8_s (local.get $left1) (local.get $right))))
          (local.set $at0 (i32.add (local.get $at0) (i32.const 8)))
          (local.set $right (v128.load8x8_s (local.get $at1)))
          (local.set $s01 (i32x4.add (local.get $s01) (i32x4.dot_i16x8_s (local.get $left0) (local.get $right))))
          (local.set $s11 (i32x4.add (local.get $s11) (i32x4.dot_i16x8_s (local.get $left1) (local.get $right))))
          (local.set $at1 (i32.add (local.get $at1) (i32.const 8)))
          (local.set $right (v128.load8x8_s (local.get $at2)))
          (local.set $s02 (i32x4.add (local.get $s02) (i32x4.dot_i16x8_s (local.get $left0) (local.get $right))))
          (local.set $s12 (i32x4.add (local.get $s12) (i32x4.dot_i16x8_s (local.get $left1) (local.get $right))))
          (local.set $at2 (i32.add (local.get $at2) (i32.const 8)))
          (local.set $right (v128.load8x8_s (local.get $at3)))
          (local.set $s03 (i32x4.add (local.get $s03) (i32x4.dot_i16x8_s (local.get $left0) (local.get $right))))
          (local.set $s13 (i32x4.add (local.get $s13) (i32x4.dot_i16x8_s (local.get $left1) (local.get $right))))
          (local.set $at3 (i32.add (local.get $at3) (i32.const 8)))
          (br_if $terms (i32.lt_u (local.tee $left (i32.add (local.get $left) (i32.const 8))) (local.get $end))))
        (local.set $out (i32.add (local.get $c)
          (i32.shl (i32.add (i32.mul (local.get $row) (local.get $n)) (local.get $column)) (i32.const 2))))
        (v128.store (local.get $out) (call $sums (local.get $s00) (local.get $s01) (local.get $s02) (local.get $s03)))
        (v128.store (i32.add (local.get $out) (i32.shl (local.get $n) (i32.const 2))) (call $sums (local.get $s10) (local.get $s11) (local.get $s12) (local.get $s13)))
        (br_if $tiles (i32.lt_u (local.tee $column (i32.add (local.get $column) (i32.const 4))) (local.get $columns))))
        (br_if $rows (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 2))) (local.get $last))))
      (br_if $blocks (i32.lt_u (local.tee $block (i32.add (local.get $block) (i32.const 32))) (local.get $n)))))

  ;; A multiple of 64 bytes.
  (func (export "read") (param $from i32) (param $bytes i32) (result i32)
    (local $end i32) (local $s0 v128) (local $s1 v128)
    (local.set $end (i32.add (local.get $from) (local.get $bytes)))
    (loop $line
      (local.set $s0 (v128.xor (local.get $s0) (v128.xor (v128.load (local.get $from)) (v128.load offset=16 (local.get $from)))))
      (local.set $s1 (v128.xor (local.get $s1) (v128.xor (v128.load offset=32 (local.get $from)) (v128.load offset=48 (local.get $from)))))
      (br_if $line (i32.lt_u (local.tee $from (i32.add (local.get $from) (i32.const 64))) (local.get $end))))
    (i32x4.extract_lane 0 (v128.xor (local.get $s0) (local.get $s1))))

  (func (export "copy") (param $to i32) (param $from i32) (param $bytes i32)
    (memory.copy (local.get $to) (local.get $from) (local.get $bytes))))
