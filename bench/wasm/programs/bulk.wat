(module
  (type (;0;) (func (param i32) (result i32)))
  (func (;0;) (type 0) (param i32) (result i32)
    (local i32 i32 i64 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
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
    i32.const 0
    local.set 2
    loop  ;; label = @1
      i32.const 0
      local.get 1
      i32.const 32
      i32.add
      i64.extend_i32_u
      i64.const 255
      i64.and
      i64.const 72340172838076673
      i64.mul
      i64.store offset=1048
      i32.const 0
      local.get 1
      i32.const 16
      i32.add
      i64.extend_i32_u
      i64.const 255
      i64.and
      i64.const 72340172838076673
      i64.mul
      i64.store offset=1032
      i32.const 0
      local.get 1
      i32.const 64
      i32.add
      i64.extend_i32_u
      i64.const 255
      i64.and
      i64.const 72340172838076673
      i64.mul
      local.tee 3
      i64.store offset=1080
      i32.const 0
      local.get 3
      i64.store offset=1024
      i32.const 0
      local.get 3
      i64.store offset=1040
      i32.const 0
      local.get 3
      i64.store offset=1056
      i32.const 0
      local.get 3
      i64.store offset=1064
      i32.const 0
      local.get 3
      i64.store offset=1072
      i32.const 0
      i32.load8_u offset=1055
      local.set 4
      i32.const 0
      local.get 3
      i64.store offset=1048
      i32.const 0
      i32.load8_u offset=1039
      local.set 5
      i32.const 0
      local.get 3
      i64.store offset=1032
      i32.const 0
      i32.load8_u offset=1087
      local.set 6
      i32.const 1024
      local.get 1
      i32.const -128
      i32.xor
      i32.const 128
      memory.fill
      i32.const 0
      i32.load8_u offset=1151
      local.set 7
      i32.const 1024
      local.get 1
      i32.const 256
      memory.fill
      i32.const 0
      i32.load8_u offset=1279
      local.set 8
      i32.const 1024
      local.get 1
      i32.const 512
      memory.fill
      i32.const 0
      i32.load8_u offset=1535
      local.set 9
      i32.const 1024
      local.get 1
      i32.const 1024
      memory.fill
      i32.const 0
      i32.load8_u offset=2047
      local.set 10
      i32.const 1024
      local.get 1
      i32.const 2048
      memory.fill
      i32.const 0
      i32.load8_u offset=3071
      local.set 11
      i32.const 1024
      local.get 1
      i32.const 4096
      memory.fill
      i32.const 0
      i32.load8_u offset=5119
      local.set 12
      i32.const 1024
      local.get 1
      i32.const 8192
      memory.fill
      i32.const 0
      i32.load8_u offset=9215
      local.set 13
      i32.const 1024
      local.get 1
      i32.const 16384
      memory.fill
      i32.const 0
      i32.load8_u offset=17407
      local.set 14
      i32.const 1024
      local.get 1
      i32.const 32768
      memory.fill
      i32.const 0
      i32.load8_u offset=33791
      local.set 15
      i32.const 1024
      local.get 1
      i32.const 65536
      memory.fill
      local.get 15
      local.get 14
      local.get 13
      local.get 12
      local.get 11
      local.get 10
      local.get 9
      local.get 8
      local.get 7
      local.get 6
      local.get 4
      local.get 5
      local.get 2
      i32.const 31
      i32.mul
      i32.add
      i32.const 31
      i32.mul
      i32.add
      i32.const 31
      i32.mul
      i32.add
      i32.const 31
      i32.mul
      i32.add
      i32.const 31
      i32.mul
      i32.add
      i32.const 31
      i32.mul
      i32.add
      i32.const 31
      i32.mul
      i32.add
      i32.const 31
      i32.mul
      i32.add
      i32.const 31
      i32.mul
      i32.add
      i32.const 31
      i32.mul
      i32.add
      i32.const 31
      i32.mul
      i32.add
      i32.const 31
      i32.mul
      i32.add
      i32.const 31
      i32.mul
      i32.const 0
      i32.load8_u offset=66559
      i32.add
      local.set 2
      local.get 0
      local.get 1
      i32.const 1
      i32.add
      local.tee 1
      i32.ne
      br_if 0 (;@1;)
    end
    local.get 2)
  (table (;0;) 1 1 funcref)
  (memory (;0;) 3)
  (global (;0;) (mut i32) (i32.const 132096))
  (export "memory" (memory 0))
  (export "run" (func 0)))
