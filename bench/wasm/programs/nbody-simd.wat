(module
  (type (;0;) (func (param i32) (result i32)))
  (func (;0;) (type 0) (param i32) (result i32)
    (local v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 i32 i32 i32 i32 i32 i32 f64 f64 v128 i32 f64 f64 v128 v128 f64 i32)
    i32.const 0
    v128.const i32x4 0x00000000 0x00000000 0x47ae147b 0x3f947ae1
    v128.store offset=1152
    i32.const 0
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0xc0000000
    local.tee 1
    v128.store offset=1024
    i32.const 0
    v128.const i32x4 0x00000000 0x3ff80000 0x00000000 0x00000000
    local.tee 2
    v128.store offset=1040
    i32.const 0
    v128.const i32x4 0x47ae147b 0x3f847ae1 0x47ae147b 0x3f947ae1
    v128.store offset=1168
    i32.const 0
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x3ff80000
    local.tee 3
    v128.store offset=1280
    i32.const 0
    v128.const i32x4 0x00000000 0x80000000 0x47ae147b 0xbf847ae1
    v128.store offset=1344
    i32.const 0
    v128.const i32x4 0x00000000 0x3ff00000 0x9999999a 0x3ff19999
    v128.store offset=1408
    i32.const 0
    v128.const i32x4 0x00000000 0x40080000 0x00000000 0x40000000
    local.tee 4
    v128.store offset=1056
    i32.const 0
    v128.const i32x4 0x47ae147b 0x3f947ae1 0x47ae147b 0x3f947ae1
    v128.store offset=1184
    i32.const 0
    v128.const i32x4 0x00000000 0x40120000 0x00000000 0xbff00000
    local.tee 5
    v128.store offset=1072
    i32.const 0
    v128.const i32x4 0xeb851eb8 0x3f9eb851 0x47ae147b 0x3f947ae1
    v128.store offset=1200
    i32.const 0
    v128.const i32x4 0x00000000 0x3ff00000 0x00000000 0x3fe00000
    local.tee 6
    v128.store offset=1296
    i32.const 0
    v128.const i32x4 0x47ae147b 0xbf947ae1 0xeb851eb8 0xbf9eb851
    v128.store offset=1360
    i32.const 0
    v128.const i32x4 0x33333333 0x3ff33333 0xcccccccd 0x3ff4cccc
    v128.store offset=1424
    i32.const 0
    v128.const i32x4 0x00000000 0x40180000 0x00000000 0x3ff00000
    local.tee 7
    v128.store offset=1088
    i32.const 0
    v128.const i32x4 0x47ae147b 0x3fa47ae1 0x47ae147b 0x3f947ae1
    v128.store offset=1216
    i32.const 0
    v128.const i32x4 0x00000000 0x401e0000 0x00000000 0xc0000000
    local.tee 8
    v128.store offset=1104
    i32.const 0
    v128.const i32x4 0x9999999a 0x3fa99999 0x47ae147b 0x3f947ae1
    v128.store offset=1232
    i32.const 0
    local.get 3
    v128.store offset=1312
    i32.const 0
    v128.const i32x4 0x66666666 0x3ff66666 0x00000000 0x3ff80000
    v128.store offset=1440
    i32.const 0
    v128.const i32x4 0x47ae147b 0xbfa47ae1 0x9999999a 0xbfa99999
    v128.store offset=1376
    i32.const 0
    v128.const i32x4 0x00000000 0x40220000 0x00000000 0x00000000
    local.tee 9
    v128.store offset=1120
    i32.const 0
    v128.const i32x4 0xeb851eb8 0x3faeb851 0x47ae147b 0x3f947ae1
    v128.store offset=1248
    i32.const 0
    v128.const i32x4 0x00000000 0x40250000 0x00000000 0x40000000
    local.tee 10
    v128.store offset=1136
    i32.const 0
    v128.const i32x4 0x1eb851ec 0x3fb1eb85 0x47ae147b 0x3f947ae1
    v128.store offset=1264
    i32.const 0
    local.get 6
    v128.store offset=1328
    i32.const 0
    v128.const i32x4 0xeb851eb8 0xbfaeb851 0x1eb851ec 0xbfb1eb85
    v128.store offset=1392
    i32.const 0
    v128.const i32x4 0x9999999a 0x3ff99999 0x33333333 0x3ffb3333
    v128.store offset=1456
    block  ;; label = @1
      block  ;; label = @2
        local.get 0
        i32.const 1
        i32.ge_s
        br_if 0 (;@2;)
        local.get 3
        local.set 11
        local.get 6
        local.set 12
        br 1 (;@1;)
      end
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0xc0000000
      local.set 1
      v128.const i32x4 0x00000000 0x3ff80000 0x00000000 0x00000000
      local.set 2
      v128.const i32x4 0x00000000 0x40080000 0x00000000 0x40000000
      local.set 4
      v128.const i32x4 0x00000000 0x40120000 0x00000000 0xbff00000
      local.set 5
      v128.const i32x4 0x00000000 0x40180000 0x00000000 0x3ff00000
      local.set 7
      v128.const i32x4 0x00000000 0x401e0000 0x00000000 0xc0000000
      local.set 8
      v128.const i32x4 0x00000000 0x40220000 0x00000000 0x00000000
      local.set 9
      v128.const i32x4 0x00000000 0x40250000 0x00000000 0x40000000
      local.set 10
      i32.const 0
      local.set 13
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x3ff80000
      local.tee 3
      local.set 11
      v128.const i32x4 0x00000000 0x3ff00000 0x00000000 0x3fe00000
      local.tee 6
      local.set 12
      loop  ;; label = @2
        i32.const 0
        local.set 14
        i32.const 7
        local.set 15
        i32.const 16
        local.set 16
        i32.const 8
        local.set 17
        loop  ;; label = @3
          local.get 14
          local.tee 18
          i32.const 1
          i32.add
          local.set 14
          block  ;; label = @4
            local.get 18
            i32.const 6
            i32.gt_u
            br_if 0 (;@4;)
            local.get 18
            i32.const 3
            i32.shl
            local.tee 19
            i32.const 1344
            i32.add
            local.set 20
            local.get 18
            i32.const 4
            i32.shl
            local.tee 18
            i32.const 1152
            i32.add
            local.set 21
            local.get 19
            i32.const 1408
            i32.add
            f64.load
            local.set 22
            local.get 19
            i32.const 1280
            i32.add
            f64.load
            local.set 23
            local.get 18
            i32.const 1024
            i32.add
            v128.load
            local.set 24
            local.get 16
            local.set 19
            local.get 17
            local.set 18
            local.get 15
            local.set 25
            loop  ;; label = @5
              local.get 20
              local.get 20
              f64.load
              local.get 18
              i32.const 1408
              i32.add
              f64.load
              local.tee 26
              local.get 23
              local.get 18
              i32.const 1280
              i32.add
              f64.load
              f64.sub
              local.tee 27
              f64.mul
              f64.const 0x1.0624dd2f1a9fcp-10 (;=0.001;)
              local.get 27
              local.get 27
              f64.mul
              local.get 24
              local.get 19
              i32.const 1024
              i32.add
              v128.load
              f64x2.sub
              local.tee 28
              local.get 28
              f64x2.mul
              local.tee 29
              f64x2.extract_lane 0
              local.get 29
              f64x2.extract_lane 1
              f64.add
              f64.add
              f64.const 0x1.47ae147ae147bp-7 (;=0.01;)
              f64.add
              local.tee 30
              local.get 30
              f64.sqrt
              f64.mul
              f64.div
              local.tee 30
              f64.mul
              f64.sub
              f64.store
              local.get 21
              local.get 21
              v128.load
              local.get 28
              local.get 26
              local.get 30
              f64.mul
              f64x2.splat
              f64x2.mul
              f64x2.sub
              v128.store
              local.get 18
              i32.const 1344
              i32.add
              local.tee 31
              local.get 27
              local.get 22
              f64.mul
              local.get 30
              f64.mul
              local.get 31
              f64.load
              f64.add
              f64.store
              local.get 19
              i32.const 1152
              i32.add
              local.tee 31
              local.get 31
              v128.load
              local.get 28
              local.get 22
              local.get 30
              f64.mul
              f64x2.splat
              f64x2.mul
              f64x2.add
              v128.store
              local.get 19
              i32.const 16
              i32.add
              local.set 19
              local.get 18
              i32.const 8
              i32.add
              local.set 18
              local.get 25
              i32.const -1
              i32.add
              local.tee 25
              br_if 0 (;@5;)
            end
          end
          local.get 16
          i32.const 16
          i32.add
          local.set 16
          local.get 17
          i32.const 8
          i32.add
          local.set 17
          local.get 15
          i32.const -1
          i32.add
          local.set 15
          local.get 14
          i32.const 8
          i32.ne
          br_if 0 (;@3;)
        end
        i32.const 0
        local.get 1
        i32.const 0
        v128.load offset=1152
        v128.const i32x4 0xd2f1a9fc 0x3f50624d 0xd2f1a9fc 0x3f50624d
        local.tee 28
        f64x2.mul
        f64x2.add
        local.tee 1
        v128.store offset=1024
        i32.const 0
        local.get 2
        i32.const 0
        v128.load offset=1168
        local.get 28
        f64x2.mul
        f64x2.add
        local.tee 2
        v128.store offset=1040
        i32.const 0
        i32.const 0
        v128.load offset=1344
        local.get 28
        f64x2.mul
        local.get 3
        f64x2.add
        local.tee 3
        v128.store offset=1280
        i32.const 0
        local.get 4
        i32.const 0
        v128.load offset=1184
        local.get 28
        f64x2.mul
        f64x2.add
        local.tee 4
        v128.store offset=1056
        i32.const 0
        local.get 5
        i32.const 0
        v128.load offset=1200
        local.get 28
        f64x2.mul
        f64x2.add
        local.tee 5
        v128.store offset=1072
        i32.const 0
        i32.const 0
        v128.load offset=1360
        local.get 28
        f64x2.mul
        local.get 6
        f64x2.add
        local.tee 6
        v128.store offset=1296
        i32.const 0
        local.get 7
        i32.const 0
        v128.load offset=1216
        local.get 28
        f64x2.mul
        f64x2.add
        local.tee 7
        v128.store offset=1088
        i32.const 0
        local.get 8
        i32.const 0
        v128.load offset=1232
        local.get 28
        f64x2.mul
        f64x2.add
        local.tee 8
        v128.store offset=1104
        i32.const 0
        i32.const 0
        v128.load offset=1376
        local.get 28
        f64x2.mul
        local.get 11
        f64x2.add
        local.tee 11
        v128.store offset=1312
        i32.const 0
        local.get 9
        i32.const 0
        v128.load offset=1248
        local.get 28
        f64x2.mul
        f64x2.add
        local.tee 9
        v128.store offset=1120
        i32.const 0
        i32.const 0
        v128.load offset=1392
        local.get 28
        f64x2.mul
        local.get 12
        f64x2.add
        local.tee 12
        v128.store offset=1328
        i32.const 0
        local.get 10
        i32.const 0
        v128.load offset=1264
        local.get 28
        f64x2.mul
        f64x2.add
        local.tee 10
        v128.store offset=1136
        local.get 13
        i32.const 1
        i32.add
        local.tee 13
        local.get 0
        i32.ne
        br_if 0 (;@2;)
      end
    end
    local.get 1
    f64x2.extract_lane 0
    local.get 1
    f64x2.extract_lane 1
    f64.mul
    local.get 3
    f64x2.extract_lane 0
    f64.add
    f64.const 0x0p+0 (;=0;)
    f64.add
    local.get 2
    f64x2.extract_lane 0
    local.get 2
    f64x2.extract_lane 1
    f64.mul
    local.get 3
    f64x2.extract_lane 1
    f64.add
    f64.add
    local.get 4
    f64x2.extract_lane 0
    local.get 4
    f64x2.extract_lane 1
    f64.mul
    local.get 6
    f64x2.extract_lane 0
    f64.add
    f64.add
    local.get 5
    f64x2.extract_lane 0
    local.get 5
    f64x2.extract_lane 1
    f64.mul
    local.get 6
    f64x2.extract_lane 1
    f64.add
    f64.add
    local.get 7
    f64x2.extract_lane 0
    local.get 7
    f64x2.extract_lane 1
    f64.mul
    local.get 11
    f64x2.extract_lane 0
    f64.add
    f64.add
    local.get 8
    f64x2.extract_lane 0
    local.get 8
    f64x2.extract_lane 1
    f64.mul
    local.get 11
    f64x2.extract_lane 1
    f64.add
    f64.add
    local.get 9
    f64x2.extract_lane 0
    local.get 9
    f64x2.extract_lane 1
    f64.mul
    local.get 12
    f64x2.extract_lane 0
    f64.add
    f64.add
    local.get 10
    f64x2.extract_lane 0
    local.get 10
    f64x2.extract_lane 1
    f64.mul
    local.get 12
    f64x2.extract_lane 1
    f64.add
    f64.add
    f64.const 0x1.e848p+19 (;=1e+06;)
    f64.mul
    i32.trunc_sat_f64_s)
  (table (;0;) 1 1 funcref)
  (memory (;0;) 2)
  (global (;0;) (mut i32) (i32.const 67008))
  (export "memory" (memory 0))
  (export "run" (func 0)))
