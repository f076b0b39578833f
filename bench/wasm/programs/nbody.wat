(module
  (type (;0;) (func (param i32) (result i32)))
  (func (;0;) (type 0) (param i32) (result i32)
    (local v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 i32 v128 v128 v128 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    i32.const 0
    v128.const i32x4 0x00000000 0xc0000000 0x00000000 0x00000000
    local.tee 1
    v128.store offset=1088
    i32.const 0
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x3ff80000
    local.tee 2
    v128.store offset=1024
    i32.const 0
    local.get 2
    v128.store offset=1152
    i32.const 0
    v128.const i32x4 0x00000000 0x00000000 0x47ae147b 0x3f847ae1
    v128.store offset=1216
    i32.const 0
    v128.const i32x4 0x47ae147b 0x3f947ae1 0x47ae147b 0x3f947ae1
    local.tee 3
    v128.store offset=1280
    i32.const 0
    v128.const i32x4 0x00000000 0x80000000 0x47ae147b 0xbf847ae1
    v128.store offset=1344
    i32.const 0
    v128.const i32x4 0x00000000 0x3ff00000 0x9999999a 0x3ff19999
    v128.store offset=1408
    i32.const 0
    v128.const i32x4 0x00000000 0x40080000 0x00000000 0x40120000
    local.tee 4
    v128.store offset=1040
    i32.const 0
    v128.const i32x4 0x00000000 0x40000000 0x00000000 0xbff00000
    local.tee 5
    v128.store offset=1104
    i32.const 0
    v128.const i32x4 0x00000000 0x3ff00000 0x00000000 0x3fe00000
    local.tee 6
    v128.store offset=1168
    i32.const 0
    v128.const i32x4 0x47ae147b 0x3f947ae1 0xeb851eb8 0x3f9eb851
    v128.store offset=1232
    i32.const 0
    local.get 3
    v128.store offset=1296
    i32.const 0
    v128.const i32x4 0x47ae147b 0xbf947ae1 0xeb851eb8 0xbf9eb851
    v128.store offset=1360
    i32.const 0
    v128.const i32x4 0x33333333 0x3ff33333 0xcccccccd 0x3ff4cccc
    v128.store offset=1424
    i32.const 0
    v128.const i32x4 0x00000000 0x40180000 0x00000000 0x401e0000
    local.tee 7
    v128.store offset=1056
    i32.const 0
    v128.const i32x4 0x00000000 0x3ff00000 0x00000000 0xc0000000
    local.tee 8
    v128.store offset=1120
    i32.const 0
    local.get 2
    v128.store offset=1184
    i32.const 0
    v128.const i32x4 0x47ae147b 0x3fa47ae1 0x9999999a 0x3fa99999
    v128.store offset=1248
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
    v128.const i32x4 0x00000000 0x40220000 0x00000000 0x40250000
    local.tee 9
    v128.store offset=1072
    i32.const 0
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x40000000
    local.tee 10
    v128.store offset=1136
    i32.const 0
    local.get 6
    v128.store offset=1200
    i32.const 0
    v128.const i32x4 0xeb851eb8 0x3faeb851 0x1eb851ec 0x3fb1eb85
    v128.store offset=1264
    i32.const 0
    local.get 3
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
        f64.const 0x1.8p+1 (;=3;)
        local.set 11
        f64.const 0x1.2p+2 (;=4.5;)
        local.set 12
        f64.const -0x1p+0 (;=-1;)
        local.set 13
        f64.const 0x1.8p+2 (;=6;)
        local.set 14
        f64.const 0x1.ep+2 (;=7.5;)
        local.set 15
        f64.const -0x1p+1 (;=-2;)
        local.set 16
        f64.const 0x1.8p+0 (;=1.5;)
        local.set 17
        f64.const 0x1.2p+3 (;=9;)
        local.set 18
        f64.const 0x1p+0 (;=1;)
        local.set 19
        f64.const 0x1.5p+3 (;=10.5;)
        local.set 20
        f64.const 0x1p+1 (;=2;)
        local.set 21
        f64.const 0x1p-1 (;=0.5;)
        local.set 22
        f64.const 0x0p+0 (;=0;)
        local.set 23
        f64.const 0x0p+0 (;=0;)
        local.set 24
        f64.const 0x1p+0 (;=1;)
        local.set 25
        f64.const 0x1p-1 (;=0.5;)
        local.set 26
        f64.const 0x1p+0 (;=1;)
        local.set 27
        f64.const 0x1p+1 (;=2;)
        local.set 28
        f64.const 0x1.8p+0 (;=1.5;)
        local.set 29
        f64.const 0x0p+0 (;=0;)
        local.set 30
        f64.const 0x1.8p+0 (;=1.5;)
        local.set 31
        f64.const 0x0p+0 (;=0;)
        local.set 32
        f64.const -0x1p+1 (;=-2;)
        local.set 33
        f64.const 0x0p+0 (;=0;)
        local.set 34
        br 1 (;@1;)
      end
      i32.const 0
      local.set 35
      local.get 2
      local.set 36
      local.get 2
      local.set 37
      local.get 6
      local.set 38
      loop  ;; label = @2
        i32.const 7
        local.set 39
        i32.const 0
        local.set 40
        i32.const 0
        local.set 41
        loop  ;; label = @3
          local.get 41
          local.tee 42
          i32.const 1
          i32.add
          local.set 41
          block  ;; label = @4
            local.get 42
            i32.const 6
            i32.gt_u
            br_if 0 (;@4;)
            local.get 42
            i32.const 3
            i32.shl
            local.tee 42
            i32.const 1344
            i32.add
            local.set 43
            local.get 42
            i32.const 1280
            i32.add
            local.set 44
            local.get 42
            i32.const 1216
            i32.add
            local.set 45
            local.get 42
            i32.const 1408
            i32.add
            f64.load
            local.set 15
            local.get 42
            i32.const 1152
            i32.add
            f64.load
            local.set 17
            local.get 42
            i32.const 1088
            i32.add
            f64.load
            local.set 18
            local.get 42
            i32.const 1024
            i32.add
            f64.load
            local.set 19
            local.get 40
            local.set 42
            local.get 39
            local.set 46
            loop  ;; label = @5
              local.get 45
              local.get 45
              f64.load
              local.get 42
              i32.const 1416
              i32.add
              f64.load
              local.tee 16
              local.get 19
              local.get 42
              i32.const 1032
              i32.add
              f64.load
              f64.sub
              local.tee 12
              f64.mul
              f64.const 0x1.0624dd2f1a9fcp-10 (;=0.001;)
              local.get 17
              local.get 42
              i32.const 1160
              i32.add
              f64.load
              f64.sub
              local.tee 13
              local.get 13
              f64.mul
              local.get 12
              local.get 12
              f64.mul
              local.get 18
              local.get 42
              i32.const 1096
              i32.add
              f64.load
              f64.sub
              local.tee 14
              local.get 14
              f64.mul
              f64.add
              f64.add
              f64.const 0x1.47ae147ae147bp-7 (;=0.01;)
              f64.add
              local.tee 11
              local.get 11
              f64.sqrt
              f64.mul
              f64.div
              local.tee 11
              f64.mul
              f64.sub
              f64.store
              local.get 44
              local.get 44
              f64.load
              local.get 16
              local.get 14
              f64.mul
              local.get 11
              f64.mul
              f64.sub
              f64.store
              local.get 43
              local.get 43
              f64.load
              local.get 16
              local.get 13
              f64.mul
              local.get 11
              f64.mul
              f64.sub
              f64.store
              local.get 42
              i32.const 1224
              i32.add
              local.tee 47
              local.get 12
              local.get 15
              f64.mul
              local.get 11
              f64.mul
              local.get 47
              f64.load
              f64.add
              f64.store
              local.get 42
              i32.const 1288
              i32.add
              local.tee 47
              local.get 14
              local.get 15
              f64.mul
              local.get 11
              f64.mul
              local.get 47
              f64.load
              f64.add
              f64.store
              local.get 42
              i32.const 1352
              i32.add
              local.tee 47
              local.get 13
              local.get 15
              f64.mul
              local.get 11
              f64.mul
              local.get 47
              f64.load
              f64.add
              f64.store
              local.get 42
              i32.const 8
              i32.add
              local.set 42
              local.get 46
              i32.const -1
              i32.add
              local.tee 46
              br_if 0 (;@5;)
            end
          end
          local.get 40
          i32.const 8
          i32.add
          local.set 40
          local.get 39
          i32.const -1
          i32.add
          local.set 39
          local.get 41
          i32.const 8
          i32.ne
          br_if 0 (;@3;)
        end
        i32.const 0
        i32.const 0
        v128.load offset=1216
        v128.const i32x4 0xd2f1a9fc 0x3f50624d 0xd2f1a9fc 0x3f50624d
        local.tee 3
        f64x2.mul
        local.get 2
        f64x2.add
        local.tee 2
        v128.store offset=1024
        i32.const 0
        i32.const 0
        v128.load offset=1280
        local.get 3
        f64x2.mul
        local.get 1
        f64x2.add
        local.tee 1
        v128.store offset=1088
        i32.const 0
        i32.const 0
        v128.load offset=1344
        local.get 3
        f64x2.mul
        local.get 36
        f64x2.add
        local.tee 36
        v128.store offset=1152
        i32.const 0
        i32.const 0
        v128.load offset=1232
        local.get 3
        f64x2.mul
        local.get 4
        f64x2.add
        local.tee 4
        v128.store offset=1040
        i32.const 0
        i32.const 0
        v128.load offset=1296
        local.get 3
        f64x2.mul
        local.get 5
        f64x2.add
        local.tee 5
        v128.store offset=1104
        i32.const 0
        i32.const 0
        v128.load offset=1360
        local.get 3
        f64x2.mul
        local.get 6
        f64x2.add
        local.tee 6
        v128.store offset=1168
        i32.const 0
        i32.const 0
        v128.load offset=1248
        local.get 3
        f64x2.mul
        local.get 7
        f64x2.add
        local.tee 7
        v128.store offset=1056
        i32.const 0
        i32.const 0
        v128.load offset=1312
        local.get 3
        f64x2.mul
        local.get 8
        f64x2.add
        local.tee 8
        v128.store offset=1120
        i32.const 0
        i32.const 0
        v128.load offset=1376
        local.get 3
        f64x2.mul
        local.get 37
        f64x2.add
        local.tee 37
        v128.store offset=1184
        i32.const 0
        i32.const 0
        v128.load offset=1264
        local.get 3
        f64x2.mul
        local.get 9
        f64x2.add
        local.tee 9
        v128.store offset=1072
        i32.const 0
        i32.const 0
        v128.load offset=1328
        local.get 3
        f64x2.mul
        local.get 10
        f64x2.add
        local.tee 10
        v128.store offset=1136
        i32.const 0
        i32.const 0
        v128.load offset=1392
        local.get 3
        f64x2.mul
        local.get 38
        f64x2.add
        local.tee 38
        v128.store offset=1200
        local.get 35
        i32.const 1
        i32.add
        local.tee 35
        local.get 0
        i32.ne
        br_if 0 (;@2;)
      end
      local.get 2
      f64x2.extract_lane 0
      local.set 34
      local.get 2
      f64x2.extract_lane 1
      local.set 31
      local.get 4
      f64x2.extract_lane 0
      local.set 11
      local.get 4
      f64x2.extract_lane 1
      local.set 12
      local.get 7
      f64x2.extract_lane 0
      local.set 14
      local.get 7
      f64x2.extract_lane 1
      local.set 15
      local.get 9
      f64x2.extract_lane 0
      local.set 18
      local.get 9
      f64x2.extract_lane 1
      local.set 20
      local.get 1
      f64x2.extract_lane 0
      local.set 33
      local.get 1
      f64x2.extract_lane 1
      local.set 30
      local.get 5
      f64x2.extract_lane 0
      local.set 28
      local.get 5
      f64x2.extract_lane 1
      local.set 13
      local.get 8
      f64x2.extract_lane 0
      local.set 25
      local.get 8
      f64x2.extract_lane 1
      local.set 16
      local.get 10
      f64x2.extract_lane 0
      local.set 23
      local.get 10
      f64x2.extract_lane 1
      local.set 21
      local.get 36
      f64x2.extract_lane 0
      local.set 32
      local.get 36
      f64x2.extract_lane 1
      local.set 29
      local.get 6
      f64x2.extract_lane 0
      local.set 27
      local.get 6
      f64x2.extract_lane 1
      local.set 26
      local.get 37
      f64x2.extract_lane 0
      local.set 24
      local.get 37
      f64x2.extract_lane 1
      local.set 17
      local.get 38
      f64x2.extract_lane 0
      local.set 19
      local.get 38
      f64x2.extract_lane 1
      local.set 22
    end
    local.get 34
    local.get 33
    f64.mul
    local.get 32
    f64.add
    f64.const 0x0p+0 (;=0;)
    f64.add
    local.get 31
    local.get 30
    f64.mul
    local.get 29
    f64.add
    f64.add
    local.get 11
    local.get 28
    f64.mul
    local.get 27
    f64.add
    f64.add
    local.get 12
    local.get 13
    f64.mul
    local.get 26
    f64.add
    f64.add
    local.get 14
    local.get 25
    f64.mul
    local.get 24
    f64.add
    f64.add
    local.get 15
    local.get 16
    f64.mul
    local.get 17
    f64.add
    f64.add
    local.get 18
    local.get 23
    f64.mul
    local.get 19
    f64.add
    f64.add
    local.get 20
    local.get 21
    f64.mul
    local.get 22
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
