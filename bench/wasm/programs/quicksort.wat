(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32 i32)))
  (func (;0;) (type 0) (param i32) (result i32)
    (local i32 i32 i32 i32 i32)
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
    i32.const 1
    local.set 3
    loop  ;; label = @1
      i32.const -400000
      local.set 4
      loop  ;; label = @2
        local.get 4
        i32.const 401024
        i32.add
        local.get 3
        i32.const 1664525
        i32.mul
        i32.const 1013904223
        i32.add
        local.tee 5
        i32.const 1
        i32.shr_u
        i32.store
        local.get 4
        i32.const 401028
        i32.add
        local.get 5
        i32.const 1664525
        i32.mul
        i32.const 1013904223
        i32.add
        local.tee 5
        i32.const 1
        i32.shr_u
        i32.store
        local.get 4
        i32.const 401032
        i32.add
        local.get 5
        i32.const 1664525
        i32.mul
        i32.const 1013904223
        i32.add
        local.tee 5
        i32.const 1
        i32.shr_u
        i32.store
        local.get 4
        i32.const 401036
        i32.add
        local.get 5
        i32.const 1664525
        i32.mul
        i32.const 1013904223
        i32.add
        local.tee 3
        i32.const 1
        i32.shr_u
        i32.store
        local.get 4
        i32.const 16
        i32.add
        local.tee 4
        br_if 0 (;@2;)
      end
      i32.const 0
      i32.const 99999
      call 1
      i32.const -5000
      local.set 5
      i32.const 1024
      local.set 4
      loop  ;; label = @2
        local.get 4
        i32.const 16000
        i32.add
        i32.load
        local.get 4
        i32.const 12000
        i32.add
        i32.load
        local.get 4
        i32.const 8000
        i32.add
        i32.load
        local.get 4
        i32.const 4000
        i32.add
        i32.load
        local.get 4
        i32.load
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
        local.set 2
        local.get 4
        i32.const 20000
        i32.add
        local.set 4
        local.get 5
        i32.const 5000
        i32.add
        local.tee 5
        i32.const 95000
        i32.lt_u
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
    local.get 2)
  (func (;1;) (type 1) (param i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    block  ;; label = @1
      local.get 1
      local.get 0
      i32.sub
      i32.const 13
      i32.lt_s
      br_if 0 (;@1;)
      loop  ;; label = @2
        local.get 0
        local.set 2
        local.get 1
        local.set 3
        block  ;; label = @3
          local.get 0
          local.get 1
          i32.gt_s
          br_if 0 (;@3;)
          local.get 0
          local.get 1
          i32.add
          i32.const 1
          i32.shl
          i32.const -4
          i32.and
          i32.const 1024
          i32.add
          i32.load
          local.set 4
          local.get 1
          local.set 3
          local.get 0
          local.set 2
          loop  ;; label = @4
            local.get 2
            i32.const 2
            i32.shl
            i32.const 1020
            i32.add
            local.set 5
            local.get 2
            local.set 6
            loop  ;; label = @5
              local.get 6
              i32.const 1
              i32.add
              local.set 6
              local.get 5
              i32.const 4
              i32.add
              local.tee 5
              i32.load
              local.tee 7
              local.get 4
              i32.lt_s
              br_if 0 (;@5;)
            end
            local.get 6
            i32.const -1
            i32.add
            local.set 2
            local.get 3
            i32.const 2
            i32.shl
            i32.const 1024
            i32.add
            local.set 8
            local.get 3
            local.set 9
            loop  ;; label = @5
              local.get 9
              i32.const -1
              i32.add
              local.set 9
              local.get 8
              i32.load
              local.set 10
              local.get 8
              i32.const -4
              i32.add
              local.tee 11
              local.set 8
              local.get 10
              local.get 4
              i32.gt_s
              br_if 0 (;@5;)
            end
            block  ;; label = @5
              local.get 2
              local.get 9
              i32.const 1
              i32.add
              local.tee 3
              i32.gt_s
              br_if 0 (;@5;)
              local.get 5
              local.get 10
              i32.store
              local.get 11
              i32.const 4
              i32.add
              local.get 7
              i32.store
              local.get 6
              local.set 2
              local.get 9
              local.set 3
            end
            local.get 2
            local.get 3
            i32.le_s
            br_if 0 (;@4;)
          end
        end
        block  ;; label = @3
          block  ;; label = @4
            local.get 3
            local.get 0
            i32.sub
            local.tee 6
            local.get 1
            local.get 2
            i32.sub
            local.tee 8
            i32.ge_s
            br_if 0 (;@4;)
            local.get 0
            local.get 3
            call 1
            local.get 2
            local.set 0
            br 1 (;@3;)
          end
          local.get 2
          local.get 1
          call 1
          local.get 6
          local.set 8
          local.get 3
          local.set 1
        end
        local.get 8
        i32.const 12
        i32.gt_s
        br_if 0 (;@2;)
      end
    end
    block  ;; label = @1
      local.get 0
      local.get 1
      i32.ge_s
      br_if 0 (;@1;)
      local.get 0
      i32.const 2
      i32.shl
      i32.const 1024
      i32.add
      local.set 4
      local.get 0
      local.set 10
      loop  ;; label = @2
        local.get 10
        local.get 0
        i32.lt_s
        local.set 8
        local.get 10
        i32.const 1
        i32.add
        local.tee 10
        i32.const 2
        i32.shl
        i32.const 1024
        i32.add
        i32.load
        local.set 5
        local.get 10
        local.set 6
        block  ;; label = @3
          local.get 8
          br_if 0 (;@3;)
          local.get 4
          local.set 8
          local.get 10
          local.set 6
          loop  ;; label = @4
            local.get 8
            i32.load
            local.tee 9
            local.get 5
            i32.le_s
            br_if 1 (;@3;)
            local.get 8
            i32.const 4
            i32.add
            local.get 9
            i32.store
            local.get 8
            i32.const -4
            i32.add
            local.set 8
            local.get 6
            i32.const -1
            i32.add
            local.tee 6
            local.get 0
            i32.gt_s
            br_if 0 (;@4;)
          end
          local.get 0
          local.set 6
        end
        local.get 6
        i32.const 2
        i32.shl
        i32.const 1024
        i32.add
        local.get 5
        i32.store
        local.get 4
        i32.const 4
        i32.add
        local.set 4
        local.get 10
        local.get 1
        i32.ne
        br_if 0 (;@2;)
      end
    end)
  (table (;0;) 1 1 funcref)
  (memory (;0;) 8)
  (global (;0;) (mut i32) (i32.const 466560))
  (export "memory" (memory 0))
  (export "run" (func 0)))
