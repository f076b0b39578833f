(module
  (type (;0;) (func (param i32) (result i32)))
  (func (;0;) (type 0) (param i32) (result i32)
    (local i32 i32 i32 v128 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    global.get 0
    i32.const 256
    i32.sub
    local.tee 1
    global.set 0
    block  ;; label = @1
      block  ;; label = @2
        local.get 0
        i32.const 1
        i32.ge_s
        br_if 0 (;@2;)
        i32.const 1779033703
        local.set 2
        br 1 (;@1;)
      end
      local.get 1
      i32.const 4
      i32.or
      local.set 3
      v128.const i32x4 0xbb67ae85 0x3c6ef372 0xa54ff53a 0x510e527f
      local.set 4
      i32.const 0
      local.set 5
      i32.const 1779033703
      local.set 2
      i32.const -1694144372
      local.set 6
      i32.const 528734635
      local.set 7
      i32.const 1541459225
      local.set 8
      loop  ;; label = @2
        local.get 1
        local.get 8
        i32.const 252645135
        i32.add
        i32.store offset=60
        local.get 1
        local.get 7
        i32.const 235802126
        i32.add
        i32.store offset=56
        local.get 1
        local.get 6
        i32.const 84215045
        i32.add
        i32.store offset=20
        local.get 1
        local.get 4
        v128.const i32x4 0x01010101 0x02020202 0x03030303 0x04040404
        i32x4.add
        v128.store offset=4 align=4
        local.get 1
        local.get 4
        local.get 4
        i8x16.shuffle 4 5 6 7 8 9 10 11 12 13 14 15 0 0 0 0
        local.get 6
        i32x4.replace_lane 3
        v128.const i32x4 0x0a0a0a0a 0x0b0b0b0b 0x0c0c0c0c 0x0d0d0d0d
        i32x4.add
        v128.store offset=40 align=8
        local.get 1
        local.get 2
        i32.store
        local.get 1
        local.get 7
        i32x4.splat
        local.get 8
        i32x4.replace_lane 1
        local.get 2
        i32x4.replace_lane 2
        local.get 4
        i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 16 17 18 19
        v128.const i32x4 0x06060606 0x07070707 0x08080808 0x09090909
        i32x4.add
        v128.store offset=24 align=8
        local.get 4
        i32x4.extract_lane 3
        local.set 9
        local.get 4
        i32x4.extract_lane 2
        local.set 10
        local.get 4
        i32x4.extract_lane 1
        local.set 11
        local.get 4
        i32x4.extract_lane 0
        local.set 12
        i32.const 0
        local.set 13
        local.get 2
        local.set 14
        loop  ;; label = @3
          local.get 1
          local.get 13
          i32.add
          local.tee 15
          i32.const 64
          i32.add
          local.get 15
          i32.const 4
          i32.add
          i32.load
          local.tee 16
          i32.const 25
          i32.rotl
          local.get 16
          i32.const 14
          i32.rotl
          i32.xor
          local.get 16
          i32.const 3
          i32.shr_u
          i32.xor
          local.get 14
          i32.add
          local.get 15
          i32.const 36
          i32.add
          i32.load
          i32.add
          local.get 15
          i32.const 56
          i32.add
          i32.load
          local.tee 15
          i32.const 15
          i32.rotl
          local.get 15
          i32.const 13
          i32.rotl
          i32.xor
          local.get 15
          i32.const 10
          i32.shr_u
          i32.xor
          i32.add
          i32.store
          local.get 16
          local.set 14
          local.get 13
          i32.const 4
          i32.add
          local.tee 13
          i32.const 192
          i32.ne
          br_if 0 (;@3;)
        end
        i32.const 0
        local.set 16
        local.get 2
        local.set 17
        local.get 8
        local.set 18
        local.get 7
        local.set 13
        local.get 6
        local.set 14
        local.get 2
        local.set 15
        block  ;; label = @3
          loop  ;; label = @4
            local.get 11
            local.get 12
            i32.xor
            local.get 15
            i32.and
            local.get 11
            local.get 12
            i32.and
            i32.xor
            local.get 15
            i32.const 30
            i32.rotl
            local.get 15
            i32.const 19
            i32.rotl
            i32.xor
            local.get 15
            i32.const 10
            i32.rotl
            i32.xor
            i32.add
            local.get 9
            i32.const 26
            i32.rotl
            local.get 9
            i32.const 21
            i32.rotl
            i32.xor
            local.get 9
            i32.const 7
            i32.rotl
            i32.xor
            local.get 14
            local.get 9
            i32.and
            i32.add
            local.get 18
            i32.add
            local.get 13
            local.get 9
            i32.const -1
            i32.xor
            i32.and
            i32.add
            local.get 16
            i32.const 1024
            i32.add
            i32.load
            i32.add
            local.get 17
            i32.add
            local.tee 17
            i32.add
            local.set 19
            local.get 17
            local.get 10
            i32.add
            local.set 10
            local.get 16
            i32.const 252
            i32.eq
            br_if 1 (;@3;)
            local.get 3
            local.get 16
            i32.add
            i32.load
            local.set 17
            local.get 16
            i32.const 4
            i32.add
            local.set 16
            local.get 13
            local.set 18
            local.get 14
            local.set 13
            local.get 9
            local.set 14
            local.get 10
            local.set 9
            local.get 11
            local.set 10
            local.get 12
            local.set 11
            local.get 15
            local.set 12
            local.get 19
            local.set 15
            br 0 (;@4;)
          end
        end
        local.get 13
        local.get 8
        i32.add
        local.set 8
        local.get 14
        local.get 7
        i32.add
        local.set 7
        local.get 9
        local.get 6
        i32.add
        local.set 6
        local.get 19
        local.get 2
        i32.add
        local.set 2
        local.get 15
        i32x4.splat
        local.get 12
        i32x4.replace_lane 1
        local.get 11
        i32x4.replace_lane 2
        local.get 10
        i32x4.replace_lane 3
        local.get 4
        i32x4.add
        local.set 4
        local.get 5
        i32.const 1
        i32.add
        local.tee 5
        local.get 0
        i32.ne
        br_if 0 (;@2;)
      end
    end
    local.get 1
    i32.const 256
    i32.add
    global.set 0
    local.get 2)
  (table (;0;) 1 1 funcref)
  (memory (;0;) 2)
  (global (;0;) (mut i32) (i32.const 66816))
  (export "memory" (memory 0))
  (export "run" (func 0))
  (data (;0;) (i32.const 1024) "\98/\8aB\91D7q\cf\fb\c0\b5\a5\db\b5\e9[\c2V9\f1\11\f1Y\a4\82?\92\d5^\1c\ab\98\aa\07\d8\01[\83\12\be\851$\c3}\0cUt]\ber\fe\b1\de\80\a7\06\dc\9bt\f1\9b\c1\c1i\9b\e4\86G\be\ef\c6\9d\c1\0f\cc\a1\0c$o,\e9-\aa\84tJ\dc\a9\b0\5c\da\88\f9vRQ>\98m\c61\a8\c8'\03\b0\c7\7fY\bf\f3\0b\e0\c6G\91\a7\d5Qc\ca\06g))\14\85\0a\b7'8!\1b.\fcm,M\13\0d8STs\0ae\bb\0ajv.\c9\c2\81\85,r\92\a1\e8\bf\a2Kf\1a\a8p\8bK\c2\a3Ql\c7\19\e8\92\d1$\06\99\d6\855\0e\f4p\a0j\10\16\c1\a4\19\08l7\1eLwH'\b5\bc\b04\b3\0c\1c9J\aa\d8NO\ca\9c[\f3o.h\ee\82\8ftoc\a5x\14x\c8\84\08\02\c7\8c\fa\ff\be\90\eblP\a4\f7\a3\f9\be\f2xq\c6"))
