(module
  (type (;0;) (func (param i32) (result i32)))
  (func (;0;) (type 0) (param i32) (result i32)
    (local i32 f64 i32 i32 f64 f64 f64 f64 f64 i32 f64)
    block  ;; label = @1
      local.get 0
      i32.const 1
      i32.ge_s
      br_if 0 (;@1;)
      i32.const 0
      return
    end
    i32.const 0
    local.set 1
    f64.const 0x0p+0 (;=0;)
    local.set 2
    loop  ;; label = @1
      i32.const 0
      local.set 3
      loop  ;; label = @2
        local.get 2
        local.get 3
        i32.const 65535
        i32.and
        local.tee 4
        i32.const 41
        i32.rem_u
        i32.const 80
        i32.add
        f64.convert_i32_u
        local.tee 5
        f64.const 0x1p+0 (;=1;)
        local.get 4
        i32.const 5
        i32.rem_u
        f64.convert_i32_u
        f64.const 0x1.999999999999ap-5 (;=0.05;)
        f64.mul
        f64.const 0x1.999999999999ap-3 (;=0.2;)
        f64.add
        local.tee 6
        local.get 6
        f64.mul
        f64.const 0x1p-1 (;=0.5;)
        f64.mul
        f64.const 0x1.47ae147ae147bp-6 (;=0.02;)
        f64.add
        local.get 4
        i32.const 7
        i32.rem_u
        f64.convert_i32_u
        f64.const 0x1p-2 (;=0.25;)
        f64.mul
        f64.const 0x1p-2 (;=0.25;)
        f64.add
        local.tee 7
        f64.mul
        local.get 5
        f64.const 0x1.9p+6 (;=100;)
        f64.div
        local.tee 5
        f64.const -0x1p+0 (;=-1;)
        f64.add
        local.get 5
        f64.const 0x1p+0 (;=1;)
        f64.add
        f64.div
        local.tee 8
        local.get 8
        local.get 8
        local.get 8
        f64.mul
        local.tee 5
        f64.mul
        local.tee 8
        f64.const 0x1.8p+1 (;=3;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.4p+2 (;=5;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.cp+2 (;=7;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.2p+3 (;=9;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.6p+3 (;=11;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.ap+3 (;=13;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.ep+3 (;=15;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.1p+4 (;=17;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.3p+4 (;=19;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.5p+4 (;=21;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.7p+4 (;=23;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.9p+4 (;=25;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.bp+4 (;=27;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.dp+4 (;=29;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.fp+4 (;=31;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.08p+5 (;=33;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.18p+5 (;=35;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        local.tee 8
        f64.const 0x1.28p+5 (;=37;)
        f64.div
        f64.add
        local.get 5
        local.get 8
        f64.mul
        f64.const 0x1.38p+5 (;=39;)
        f64.div
        f64.add
        local.tee 5
        local.get 5
        f64.add
        f64.add
        local.get 6
        local.get 7
        f64.sqrt
        f64.mul
        local.tee 9
        f64.div
        local.tee 6
        f64.neg
        local.get 6
        local.get 6
        f64.const 0x0p+0 (;=0;)
        f64.lt
        local.tee 4
        select
        local.tee 5
        f64.const 0x1.da6711871100ep-3 (;=0.231642;)
        f64.mul
        f64.const 0x1p+0 (;=1;)
        f64.add
        f64.div
        local.tee 8
        local.get 8
        local.get 8
        local.get 8
        f64.const 0x1.548cdd6f42943p+0 (;=1.33027;)
        f64.mul
        f64.const -0x1.d23dd4ef278dp+0 (;=-1.82126;)
        f64.add
        f64.mul
        f64.const 0x1.c80ef025f5e68p+0 (;=1.78148;)
        f64.add
        f64.mul
        f64.const -0x1.6d1f0e5a8325bp-2 (;=-0.356564;)
        f64.add
        f64.mul
        f64.const 0x1.470bf3a92f8ecp-2 (;=0.319382;)
        f64.add
        local.get 8
        local.get 5
        local.get 5
        f64.mul
        f64.const -0x1p-1 (;=-0.5;)
        f64.mul
        local.tee 5
        local.get 5
        f64.const 0x1.71547652b82fep+0 (;=1.4427;)
        f64.mul
        f64.const -0x1p-1 (;=-0.5;)
        f64.const 0x1p-1 (;=0.5;)
        local.get 5
        f64.const 0x0p+0 (;=0;)
        f64.lt
        select
        f64.add
        i32.trunc_sat_f64_s
        local.tee 10
        f64.convert_i32_s
        f64.const 0x1.62e42fefa39efp-1 (;=0.693147;)
        f64.mul
        f64.sub
        local.tee 5
        f64.const 0x1p+0 (;=1;)
        f64.add
        local.get 5
        local.get 5
        f64.const 0x1p-1 (;=0.5;)
        f64.mul
        f64.mul
        local.tee 11
        f64.add
        local.get 5
        f64.const 0x1.8p+1 (;=3;)
        f64.div
        local.get 11
        f64.mul
        local.tee 11
        f64.add
        local.get 5
        f64.const 0x1p-2 (;=0.25;)
        f64.mul
        local.get 11
        f64.mul
        local.tee 11
        f64.add
        local.get 5
        f64.const 0x1.4p+2 (;=5;)
        f64.div
        local.get 11
        f64.mul
        local.tee 11
        f64.add
        local.get 5
        f64.const 0x1.8p+2 (;=6;)
        f64.div
        local.get 11
        f64.mul
        local.tee 11
        f64.add
        local.get 5
        f64.const 0x1.cp+2 (;=7;)
        f64.div
        local.get 11
        f64.mul
        local.tee 11
        f64.add
        local.get 5
        f64.const 0x1p-3 (;=0.125;)
        f64.mul
        local.get 11
        f64.mul
        local.tee 11
        f64.add
        local.get 5
        f64.const 0x1.2p+3 (;=9;)
        f64.div
        local.get 11
        f64.mul
        local.tee 11
        f64.add
        local.get 5
        f64.const 0x1.4p+3 (;=10;)
        f64.div
        local.get 11
        f64.mul
        local.tee 11
        f64.add
        local.get 5
        f64.const 0x1.6p+3 (;=11;)
        f64.div
        local.get 11
        f64.mul
        local.tee 11
        f64.add
        local.get 5
        f64.const 0x1.8p+3 (;=12;)
        f64.div
        local.get 11
        f64.mul
        local.tee 11
        f64.add
        local.get 5
        f64.const 0x1.ap+3 (;=13;)
        f64.div
        local.get 11
        f64.mul
        f64.add
        local.get 10
        i32.const 1023
        i32.add
        i64.extend_i32_u
        i64.const 52
        i64.shl
        f64.reinterpret_i64
        f64.mul
        f64.const 0x1.9884533d43651p-2 (;=0.398942;)
        f64.mul
        f64.mul
        f64.mul
        local.tee 5
        f64.const 0x1p+0 (;=1;)
        local.get 5
        f64.sub
        local.get 4
        select
        f64.mul
        local.get 7
        f64.const -0x1.47ae147ae147bp-6 (;=-0.02;)
        f64.mul
        local.tee 5
        local.get 5
        f64.const 0x1.71547652b82fep+0 (;=1.4427;)
        f64.mul
        f64.const -0x1p-1 (;=-0.5;)
        f64.const 0x1p-1 (;=0.5;)
        local.get 5
        f64.const 0x0p+0 (;=0;)
        f64.lt
        select
        f64.add
        i32.trunc_sat_f64_s
        local.tee 4
        f64.convert_i32_s
        f64.const 0x1.62e42fefa39efp-1 (;=0.693147;)
        f64.mul
        f64.sub
        local.tee 5
        f64.const 0x1p+0 (;=1;)
        f64.add
        local.get 5
        local.get 5
        f64.const 0x1p-1 (;=0.5;)
        f64.mul
        f64.mul
        local.tee 8
        f64.add
        local.get 5
        f64.const 0x1.8p+1 (;=3;)
        f64.div
        local.get 8
        f64.mul
        local.tee 8
        f64.add
        local.get 5
        f64.const 0x1p-2 (;=0.25;)
        f64.mul
        local.get 8
        f64.mul
        local.tee 8
        f64.add
        local.get 5
        f64.const 0x1.4p+2 (;=5;)
        f64.div
        local.get 8
        f64.mul
        local.tee 8
        f64.add
        local.get 5
        f64.const 0x1.8p+2 (;=6;)
        f64.div
        local.get 8
        f64.mul
        local.tee 8
        f64.add
        local.get 5
        f64.const 0x1.cp+2 (;=7;)
        f64.div
        local.get 8
        f64.mul
        local.tee 8
        f64.add
        local.get 5
        f64.const 0x1p-3 (;=0.125;)
        f64.mul
        local.get 8
        f64.mul
        local.tee 8
        f64.add
        local.get 5
        f64.const 0x1.2p+3 (;=9;)
        f64.div
        local.get 8
        f64.mul
        local.tee 8
        f64.add
        local.get 5
        f64.const 0x1.4p+3 (;=10;)
        f64.div
        local.get 8
        f64.mul
        local.tee 8
        f64.add
        local.get 5
        f64.const 0x1.6p+3 (;=11;)
        f64.div
        local.get 8
        f64.mul
        local.tee 8
        f64.add
        local.get 5
        f64.const 0x1.8p+3 (;=12;)
        f64.div
        local.get 8
        f64.mul
        local.tee 8
        f64.add
        local.get 5
        f64.const 0x1.ap+3 (;=13;)
        f64.div
        local.get 8
        f64.mul
        f64.add
        local.get 4
        i32.const 1023
        i32.add
        i64.extend_i32_u
        i64.const 52
        i64.shl
        f64.reinterpret_i64
        f64.mul
        f64.const -0x1.9p+6 (;=-100;)
        f64.mul
        f64.const 0x1p+0 (;=1;)
        local.get 6
        local.get 9
        f64.sub
        local.tee 5
        f64.neg
        local.get 5
        local.get 5
        f64.const 0x0p+0 (;=0;)
        f64.lt
        local.tee 4
        select
        local.tee 5
        f64.const 0x1.da6711871100ep-3 (;=0.231642;)
        f64.mul
        f64.const 0x1p+0 (;=1;)
        f64.add
        f64.div
        local.tee 8
        local.get 8
        local.get 8
        local.get 8
        f64.const 0x1.548cdd6f42943p+0 (;=1.33027;)
        f64.mul
        f64.const -0x1.d23dd4ef278dp+0 (;=-1.82126;)
        f64.add
        f64.mul
        f64.const 0x1.c80ef025f5e68p+0 (;=1.78148;)
        f64.add
        f64.mul
        f64.const -0x1.6d1f0e5a8325bp-2 (;=-0.356564;)
        f64.add
        f64.mul
        f64.const 0x1.470bf3a92f8ecp-2 (;=0.319382;)
        f64.add
        local.get 8
        local.get 5
        local.get 5
        f64.mul
        f64.const -0x1p-1 (;=-0.5;)
        f64.mul
        local.tee 5
        local.get 5
        f64.const 0x1.71547652b82fep+0 (;=1.4427;)
        f64.mul
        f64.const -0x1p-1 (;=-0.5;)
        f64.const 0x1p-1 (;=0.5;)
        local.get 5
        f64.const 0x0p+0 (;=0;)
        f64.lt
        select
        f64.add
        i32.trunc_sat_f64_s
        local.tee 10
        f64.convert_i32_s
        f64.const 0x1.62e42fefa39efp-1 (;=0.693147;)
        f64.mul
        f64.sub
        local.tee 5
        f64.const 0x1p+0 (;=1;)
        f64.add
        local.get 5
        local.get 5
        f64.const 0x1p-1 (;=0.5;)
        f64.mul
        f64.mul
        local.tee 6
        f64.add
        local.get 5
        f64.const 0x1.8p+1 (;=3;)
        f64.div
        local.get 6
        f64.mul
        local.tee 6
        f64.add
        local.get 5
        f64.const 0x1p-2 (;=0.25;)
        f64.mul
        local.get 6
        f64.mul
        local.tee 6
        f64.add
        local.get 5
        f64.const 0x1.4p+2 (;=5;)
        f64.div
        local.get 6
        f64.mul
        local.tee 6
        f64.add
        local.get 5
        f64.const 0x1.8p+2 (;=6;)
        f64.div
        local.get 6
        f64.mul
        local.tee 6
        f64.add
        local.get 5
        f64.const 0x1.cp+2 (;=7;)
        f64.div
        local.get 6
        f64.mul
        local.tee 6
        f64.add
        local.get 5
        f64.const 0x1p-3 (;=0.125;)
        f64.mul
        local.get 6
        f64.mul
        local.tee 6
        f64.add
        local.get 5
        f64.const 0x1.2p+3 (;=9;)
        f64.div
        local.get 6
        f64.mul
        local.tee 6
        f64.add
        local.get 5
        f64.const 0x1.4p+3 (;=10;)
        f64.div
        local.get 6
        f64.mul
        local.tee 6
        f64.add
        local.get 5
        f64.const 0x1.6p+3 (;=11;)
        f64.div
        local.get 6
        f64.mul
        local.tee 6
        f64.add
        local.get 5
        f64.const 0x1.8p+3 (;=12;)
        f64.div
        local.get 6
        f64.mul
        local.tee 6
        f64.add
        local.get 5
        f64.const 0x1.ap+3 (;=13;)
        f64.div
        local.get 6
        f64.mul
        f64.add
        local.get 10
        i32.const 1023
        i32.add
        i64.extend_i32_u
        i64.const 52
        i64.shl
        f64.reinterpret_i64
        f64.mul
        f64.const 0x1.9884533d43651p-2 (;=0.398942;)
        f64.mul
        f64.mul
        f64.mul
        local.tee 5
        f64.const 0x1p+0 (;=1;)
        local.get 5
        f64.sub
        local.get 4
        select
        f64.mul
        f64.add
        f64.add
        local.set 2
        local.get 3
        i32.const 1
        i32.add
        local.tee 3
        i32.const 1024
        i32.ne
        br_if 0 (;@2;)
      end
      local.get 1
      i32.const 1
      i32.add
      local.tee 1
      local.get 0
      i32.ne
      br_if 0 (;@1;)
    end
    local.get 2
    f64.const 0x1.f4p+9 (;=1000;)
    f64.mul
    i32.trunc_sat_f64_s)
  (table (;0;) 1 1 funcref)
  (memory (;0;) 2)
  (global (;0;) (mut i32) (i32.const 66560))
  (export "memory" (memory 0))
  (export "run" (func 0)))
