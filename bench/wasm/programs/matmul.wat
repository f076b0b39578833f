(module
  (type (;0;) (func (param i32) (result i32)))
  (func (;0;) (type 0) (param i32) (result i32)
    (local v128 i32 i32 i32 i32 i32 i32 i32 i32 v128 v128 f32)
    v128.const i32x4 0x00010000 0x00030002 0x00000000 0x00000000
    local.set 1
    i32.const -36864
    local.set 2
    loop  ;; label = @1
      local.get 2
      i32.const 74752
      i32.add
      local.get 1
      i16x8.extract_lane_u 0
      local.tee 3
      i32.const 7
      i32.rem_u
      f32.convert_i32_u
      f32x4.splat
      local.get 1
      i16x8.extract_lane_u 1
      local.tee 4
      i32.const 7
      i32.rem_u
      f32.convert_i32_u
      f32x4.replace_lane 1
      local.get 1
      i16x8.extract_lane_u 2
      local.tee 5
      i32.const 7
      i32.rem_u
      f32.convert_i32_u
      f32x4.replace_lane 2
      local.get 1
      i16x8.extract_lane_u 3
      local.tee 6
      i32.const 7
      i32.rem_u
      f32.convert_i32_u
      f32x4.replace_lane 3
      v128.const i32x4 0xc0400000 0xc0400000 0xc0400000 0xc0400000
      f32x4.add
      v128.store
      local.get 2
      i32.const 37888
      i32.add
      local.get 3
      i32.const 13
      i32.rem_u
      f32.convert_i32_u
      f32x4.splat
      local.get 4
      i32.const 13
      i32.rem_u
      f32.convert_i32_u
      f32x4.replace_lane 1
      local.get 5
      i32.const 13
      i32.rem_u
      f32.convert_i32_u
      f32x4.replace_lane 2
      local.get 6
      i32.const 13
      i32.rem_u
      f32.convert_i32_u
      f32x4.replace_lane 3
      v128.const i32x4 0x3e800000 0x3e800000 0x3e800000 0x3e800000
      f32x4.mul
      v128.store
      local.get 1
      v128.const i32x4 0x00040004 0x00040004 0x00000000 0x00000000
      i16x8.add
      local.set 1
      local.get 2
      i32.const 16
      i32.add
      local.tee 2
      br_if 0 (;@1;)
    end
    block  ;; label = @1
      local.get 0
      i32.const 1
      i32.lt_s
      br_if 0 (;@1;)
      i32.const 0
      local.set 7
      loop  ;; label = @2
        i32.const 1024
        local.set 4
        i32.const 0
        local.set 8
        loop  ;; label = @3
          local.get 8
          i32.const 96
          i32.mul
          local.set 9
          i32.const 0
          local.set 5
          i32.const 37888
          local.set 6
          loop  ;; label = @4
            local.get 6
            local.set 2
            i32.const 0
            local.set 3
            v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
            local.tee 1
            local.set 10
            loop  ;; label = @5
              local.get 1
              local.get 2
              i32.const 16
              i32.add
              v128.load
              local.get 4
              local.get 3
              i32.add
              v128.load32_splat
              local.tee 11
              f32x4.mul
              f32x4.add
              local.set 1
              local.get 10
              local.get 2
              v128.load
              local.get 11
              f32x4.mul
              f32x4.add
              local.set 10
              local.get 2
              i32.const 384
              i32.add
              local.set 2
              local.get 3
              i32.const 4
              i32.add
              local.tee 3
              i32.const 384
              i32.ne
              br_if 0 (;@5;)
            end
            local.get 5
            local.get 9
            i32.add
            i32.const 2
            i32.shl
            local.tee 2
            i32.const 74752
            i32.add
            local.get 10
            v128.store
            local.get 2
            i32.const 16
            i32.or
            i32.const 74752
            i32.add
            local.get 1
            v128.store
            local.get 6
            i32.const 32
            i32.add
            local.set 6
            local.get 5
            i32.const 88
            i32.lt_u
            local.set 2
            local.get 5
            i32.const 8
            i32.add
            local.set 5
            local.get 2
            br_if 0 (;@4;)
          end
          local.get 4
          i32.const 384
          i32.add
          local.set 4
          local.get 8
          i32.const 1
          i32.add
          local.tee 8
          i32.const 96
          i32.ne
          br_if 0 (;@3;)
        end
        local.get 7
        i32.const 1
        i32.add
        local.tee 7
        local.get 0
        i32.ne
        br_if 0 (;@2;)
      end
    end
    f32.const 0x0p+0 (;=0;)
    local.set 12
    i32.const 0
    local.set 2
    loop  ;; label = @1
      local.get 12
      local.get 2
      i32.const 74752
      i32.add
      f32.load
      f32.add
      local.get 2
      i32.const 74756
      i32.add
      f32.load
      f32.add
      local.get 2
      i32.const 74760
      i32.add
      f32.load
      f32.add
      local.get 2
      i32.const 74764
      i32.add
      f32.load
      f32.add
      local.get 2
      i32.const 74768
      i32.add
      f32.load
      f32.add
      local.get 2
      i32.const 74772
      i32.add
      f32.load
      f32.add
      local.set 12
      local.get 2
      i32.const 24
      i32.add
      local.tee 2
      i32.const 36864
      i32.ne
      br_if 0 (;@1;)
    end
    local.get 12
    i32.trunc_sat_f32_s)
  (table (;0;) 1 1 funcref)
  (memory (;0;) 3)
  (global (;0;) (mut i32) (i32.const 177152))
  (export "memory" (memory 0))
  (export "run" (func 0)))
