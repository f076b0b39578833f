(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (param i32 i32) (result i32)))
  (func (;0;) (type 0) (param i32) (result i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 v128)
    global.get 0
    i32.const 16
    i32.sub
    local.tee 1
    global.set 0
    i32.const 0
    local.set 2
    i32.const 0
    i32.const 91
    i32.store8 offset=1136
    local.get 1
    i32.const 4
    i32.add
    i32.const -1
    i32.add
    local.set 3
    local.get 1
    i32.const -11
    i32.add
    local.set 4
    i32.const 1
    local.set 5
    loop  ;; label = @1
      block  ;; label = @2
        block  ;; label = @3
          local.get 2
          i32.eqz
          br_if 0 (;@3;)
          local.get 5
          i32.const 1152
          i32.add
          i32.const 92
          i32.store8
          local.get 5
          i32.const 1136
          i32.add
          v128.const i32x4 0x227b202c 0x656d616e 0x22203a22 0x20776f72
          v128.store align=1
          local.get 5
          i32.const 1153
          i32.add
          i32.const 117
          i32.store8
          local.get 5
          i32.const 1154
          i32.add
          i32.const 48
          i32.store8
          local.get 5
          i32.const 1155
          i32.add
          i32.const 48
          i32.store8
          local.get 5
          i32.const 1156
          i32.add
          i32.const 101
          i32.store8
          local.get 5
          i32.const 1157
          i32.add
          i32.const 52
          i32.store8
          local.get 5
          i32.const 1158
          i32.add
          i32.const 32
          i32.store8
          local.get 5
          i32.const 1159
          i32.add
          i32.const 110
          i32.store8
          local.get 5
          i32.const 1160
          i32.add
          i32.const 117
          i32.store8
          local.get 5
          i32.const 1161
          i32.add
          i32.const 109
          i32.store8
          local.get 5
          i32.const 1162
          i32.add
          i32.const 98
          i32.store8
          local.get 5
          i32.const 1163
          i32.add
          i32.const 101
          i32.store8
          local.get 5
          i32.const 1164
          i32.add
          i32.const 114
          i32.store8
          local.get 5
          i32.const 1165
          i32.add
          i32.const 32
          i32.store8
          i32.const 0
          local.set 6
          i32.const 1
          local.set 7
          local.get 4
          local.set 8
          local.get 2
          local.set 9
          loop  ;; label = @4
            local.get 1
            i32.const 4
            i32.add
            local.get 6
            local.tee 10
            i32.add
            local.get 9
            local.get 9
            i32.const 10
            i32.div_s
            local.tee 11
            i32.const 10
            i32.mul
            i32.sub
            i32.const 48
            i32.add
            i32.store8
            local.get 7
            local.tee 12
            i32.const 1
            i32.add
            local.set 7
            local.get 8
            local.tee 13
            i32.const 1
            i32.add
            local.set 8
            local.get 10
            i32.const 1
            i32.add
            local.set 6
            local.get 9
            i32.const 9
            i32.add
            local.set 14
            local.get 11
            local.set 9
            local.get 14
            i32.const 18
            i32.gt_u
            br_if 0 (;@4;)
          end
          local.get 5
          i32.const 30
          i32.add
          local.set 15
          block  ;; label = @4
            block  ;; label = @5
              local.get 10
              i32.const 15
              i32.ge_u
              br_if 0 (;@5;)
              local.get 6
              local.set 9
              br 1 (;@4;)
            end
            local.get 5
            i32.const 1166
            i32.add
            local.set 7
            local.get 12
            i32.const 2147483632
            i32.and
            local.set 8
            local.get 6
            i32.const 15
            i32.and
            local.set 9
            local.get 15
            local.get 6
            i32.const 2147483632
            i32.and
            local.tee 10
            i32.add
            local.set 15
            loop  ;; label = @5
              local.get 7
              local.get 13
              v128.load align=1
              local.get 16
              i8x16.shuffle 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0
              v128.store align=1
              local.get 7
              i32.const 16
              i32.add
              local.set 7
              local.get 13
              i32.const -16
              i32.add
              local.set 13
              local.get 8
              i32.const -16
              i32.add
              local.tee 8
              br_if 0 (;@5;)
            end
            local.get 6
            local.get 10
            i32.eq
            br_if 2 (;@2;)
          end
          loop  ;; label = @4
            local.get 15
            i32.const 1136
            i32.add
            local.get 3
            local.get 9
            i32.add
            i32.load8_u
            i32.store8
            local.get 15
            i32.const 1
            i32.add
            local.set 15
            local.get 9
            i32.const -1
            i32.add
            local.tee 9
            br_if 0 (;@4;)
            br 2 (;@2;)
          end
        end
        local.get 5
        i32.const 1152
        i32.add
        i32.const 48
        i32.store8
        local.get 5
        i32.const 1136
        i32.add
        v128.const i32x4 0x616e227b 0x3a22656d 0x6f722220 0x755c2077
        v128.store align=1
        local.get 5
        i32.const 1153
        i32.add
        i32.const 48
        i32.store8
        local.get 5
        i32.const 1154
        i32.add
        i32.const 101
        i32.store8
        local.get 5
        i32.const 1155
        i32.add
        i32.const 52
        i32.store8
        local.get 5
        i32.const 1156
        i32.add
        i32.const 32
        i32.store8
        local.get 5
        i32.const 1157
        i32.add
        i32.const 110
        i32.store8
        local.get 5
        i32.const 1158
        i32.add
        i32.const 117
        i32.store8
        local.get 5
        i32.const 1159
        i32.add
        i32.const 109
        i32.store8
        local.get 5
        i32.const 1160
        i32.add
        i32.const 98
        i32.store8
        local.get 5
        i32.const 1161
        i32.add
        i32.const 101
        i32.store8
        local.get 5
        i32.const 1162
        i32.add
        i32.const 114
        i32.store8
        local.get 5
        i32.const 1163
        i32.add
        i32.const 32
        i32.store8
        local.get 5
        i32.const 1164
        i32.add
        i32.const 48
        i32.store8
        local.get 5
        i32.const 29
        i32.add
        local.set 15
      end
      local.get 15
      i32.const 1152
      i32.add
      i32.const 32
      i32.store8
      local.get 15
      i32.const 1136
      i32.add
      v128.const i32x4 0x22202c22 0x756c6176 0x3a227365 0x2c315b20
      v128.store align=1
      local.get 15
      i32.const 1153
      i32.add
      i32.const 45
      i32.store8
      local.get 15
      i32.const 1154
      i32.add
      i32.const 50
      i32.store8
      local.get 15
      i32.const 1155
      i32.add
      i32.const 44
      i32.store8
      local.get 15
      i32.const 1156
      i32.add
      i32.const 32
      i32.store8
      local.get 15
      i32.const 1157
      i32.add
      i32.const 51
      i32.store8
      local.get 15
      i32.const 1158
      i32.add
      i32.const 46
      i32.store8
      local.get 15
      i32.const 1159
      i32.add
      i32.const 50
      i32.store8
      local.get 15
      i32.const 1160
      i32.add
      i32.const 53
      i32.store8
      local.get 15
      i32.const 1161
      i32.add
      i32.const 44
      i32.store8
      local.get 15
      i32.const 1162
      i32.add
      i32.const 32
      i32.store8
      local.get 2
      i32.const 7919
      i32.mul
      local.set 9
      i32.const 0
      local.set 7
      i32.const 1
      local.set 13
      local.get 4
      local.set 8
      loop  ;; label = @2
        local.get 1
        i32.const 4
        i32.add
        local.get 7
        local.tee 10
        i32.add
        local.get 9
        local.get 9
        i32.const 10
        i32.div_s
        local.tee 11
        i32.const 10
        i32.mul
        i32.sub
        i32.const 48
        i32.add
        i32.store8
        local.get 13
        local.tee 12
        i32.const 1
        i32.add
        local.set 13
        local.get 8
        local.tee 6
        i32.const 1
        i32.add
        local.set 8
        local.get 10
        i32.const 1
        i32.add
        local.set 7
        local.get 9
        i32.const 9
        i32.add
        local.set 14
        local.get 11
        local.set 9
        local.get 14
        i32.const 18
        i32.gt_u
        br_if 0 (;@2;)
      end
      local.get 15
      i32.const 27
      i32.add
      local.set 13
      block  ;; label = @2
        block  ;; label = @3
          block  ;; label = @4
            local.get 10
            i32.const 15
            i32.ge_u
            br_if 0 (;@4;)
            local.get 7
            local.set 9
            br 1 (;@3;)
          end
          local.get 15
          i32.const 1163
          i32.add
          local.set 8
          local.get 12
          i32.const 2147483632
          i32.and
          local.set 10
          local.get 7
          i32.const 15
          i32.and
          local.set 9
          local.get 13
          local.get 7
          i32.const 2147483632
          i32.and
          local.tee 11
          i32.add
          local.set 13
          loop  ;; label = @4
            local.get 8
            local.get 6
            v128.load align=1
            local.get 16
            i8x16.shuffle 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0
            v128.store align=1
            local.get 8
            i32.const 16
            i32.add
            local.set 8
            local.get 6
            i32.const -16
            i32.add
            local.set 6
            local.get 10
            i32.const -16
            i32.add
            local.tee 10
            br_if 0 (;@4;)
          end
          local.get 7
          local.get 11
          i32.eq
          br_if 1 (;@2;)
        end
        loop  ;; label = @3
          local.get 13
          i32.const 1136
          i32.add
          local.get 3
          local.get 9
          i32.add
          i32.load8_u
          i32.store8
          local.get 13
          i32.const 1
          i32.add
          local.set 13
          local.get 9
          i32.const -1
          i32.add
          local.tee 9
          br_if 0 (;@3;)
        end
      end
      i32.const 93
      local.set 7
      i32.const 0
      local.set 9
      loop  ;; label = @2
        local.get 13
        local.get 9
        i32.add
        local.tee 6
        i32.const 1137
        i32.add
        local.get 9
        i32.const 1025
        i32.add
        i32.load8_u
        i32.store8
        local.get 6
        i32.const 1136
        i32.add
        local.get 7
        i32.store8
        local.get 9
        i32.const 1026
        i32.add
        i32.load8_u
        local.set 7
        local.get 9
        i32.const 2
        i32.add
        local.tee 6
        local.set 9
        local.get 6
        i32.const 94
        i32.ne
        br_if 0 (;@2;)
      end
      local.get 13
      local.get 6
      i32.add
      local.set 5
      local.get 2
      i32.const 1
      i32.add
      local.tee 2
      i32.const 400
      i32.ne
      br_if 0 (;@1;)
    end
    local.get 13
    local.get 6
    i32.add
    i32.const 1136
    i32.add
    i32.const 93
    i32.store8
    block  ;; label = @1
      block  ;; label = @2
        local.get 0
        i32.const 1
        i32.ge_s
        br_if 0 (;@2;)
        i32.const 0
        local.set 9
        br 1 (;@1;)
      end
      i32.const 0
      local.set 9
      loop  ;; label = @2
        i32.const 0
        i32.const 0
        i32.store offset=1120
        local.get 9
        i32.const 17
        i32.mul
        call 1
        i32.add
        local.set 9
        local.get 0
        i32.const -1
        i32.add
        local.tee 0
        br_if 0 (;@2;)
      end
    end
    local.get 1
    i32.const 16
    i32.add
    global.set 0
    local.get 9)
  (func (;1;) (type 1) (result i32)
    (local i32 i32 i32 i32 i32 i32)
    i32.const 0
    i32.load offset=1120
    local.set 0
    block  ;; label = @1
      loop  ;; label = @2
        local.get 0
        i32.const 1136
        i32.add
        i32.load8_u
        local.tee 1
        i32.const -9
        i32.add
        local.tee 2
        i32.const 23
        i32.gt_u
        br_if 1 (;@1;)
        i32.const 1
        local.get 2
        i32.shl
        i32.const 8388627
        i32.and
        i32.eqz
        br_if 1 (;@1;)
        i32.const 0
        local.get 0
        i32.const 1
        i32.add
        local.tee 0
        i32.store offset=1120
        br 0 (;@2;)
      end
    end
    block  ;; label = @1
      block  ;; label = @2
        block  ;; label = @3
          block  ;; label = @4
            block  ;; label = @5
              block  ;; label = @6
                block  ;; label = @7
                  block  ;; label = @8
                    local.get 1
                    i32.extend8_s
                    local.tee 2
                    i32.const -91
                    i32.add
                    br_table 1 (;@7;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 3 (;@5;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 4 (;@4;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 2 (;@6;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 6 (;@2;) 0 (;@8;) 5 (;@3;)
                  end
                  i32.const 125
                  i32.const 1
                  call 2
                  return
                end
                local.get 0
                i32.const 1
                i32.add
                local.set 0
                i32.const 0
                i32.const 0
                i32.load offset=1049712
                i32.const 1
                i32.add
                local.tee 3
                i32.store offset=1049712
                block  ;; label = @7
                  loop  ;; label = @8
                    local.get 0
                    i32.const 1136
                    i32.add
                    i32.load8_u
                    local.tee 1
                    i32.const -9
                    i32.add
                    local.tee 2
                    i32.const 23
                    i32.gt_u
                    br_if 1 (;@7;)
                    i32.const 1
                    local.get 2
                    i32.shl
                    i32.const 8388627
                    i32.and
                    i32.eqz
                    br_if 1 (;@7;)
                    local.get 0
                    i32.const 1
                    i32.add
                    local.set 0
                    br 0 (;@8;)
                  end
                end
                i32.const 0
                local.get 0
                i32.store offset=1120
                i32.const 0
                local.set 4
                block  ;; label = @7
                  local.get 1
                  i32.const 93
                  i32.eq
                  br_if 0 (;@7;)
                  i32.const 0
                  local.set 4
                  loop  ;; label = @8
                    call 1
                    local.set 5
                    i32.const 0
                    i32.load offset=1120
                    local.tee 0
                    i32.const 1
                    i32.add
                    local.set 1
                    block  ;; label = @9
                      loop  ;; label = @10
                        local.get 0
                        i32.const 1136
                        i32.add
                        i32.load8_u
                        local.tee 3
                        i32.const -9
                        i32.add
                        local.tee 2
                        i32.const 23
                        i32.gt_u
                        br_if 1 (;@9;)
                        i32.const 1
                        local.get 2
                        i32.shl
                        i32.const 8388627
                        i32.and
                        i32.eqz
                        br_if 1 (;@9;)
                        i32.const 0
                        local.get 0
                        i32.const 1
                        i32.add
                        local.tee 0
                        i32.store offset=1120
                        local.get 1
                        i32.const 1
                        i32.add
                        local.set 1
                        br 0 (;@10;)
                      end
                    end
                    local.get 4
                    i32.const 31
                    i32.mul
                    local.set 4
                    block  ;; label = @9
                      local.get 3
                      i32.const 44
                      i32.ne
                      br_if 0 (;@9;)
                      local.get 1
                      local.set 0
                      block  ;; label = @10
                        loop  ;; label = @11
                          local.get 0
                          i32.const 1136
                          i32.add
                          i32.load8_u
                          local.tee 3
                          i32.const -9
                          i32.add
                          local.tee 2
                          i32.const 23
                          i32.gt_u
                          br_if 1 (;@10;)
                          i32.const 1
                          local.get 2
                          i32.shl
                          i32.const 8388627
                          i32.and
                          i32.eqz
                          br_if 1 (;@10;)
                          local.get 0
                          i32.const 1
                          i32.add
                          local.set 0
                          br 0 (;@11;)
                        end
                      end
                      i32.const 0
                      local.get 0
                      i32.store offset=1120
                    end
                    local.get 5
                    local.get 4
                    i32.add
                    local.set 4
                    local.get 3
                    i32.const 93
                    i32.ne
                    br_if 0 (;@8;)
                  end
                  i32.const 0
                  i32.load offset=1049712
                  local.set 3
                end
                i32.const 0
                local.get 3
                i32.const -1
                i32.add
                i32.store offset=1049712
                i32.const 0
                local.get 0
                i32.const 1
                i32.add
                i32.store offset=1120
                local.get 4
                return
              end
              i32.const 0
              local.get 0
              i32.const 4
              i32.add
              i32.store offset=1120
              i32.const 1
              return
            end
            i32.const 0
            local.get 0
            i32.const 5
            i32.add
            i32.store offset=1120
            i32.const 2
            return
          end
          i32.const 0
          local.get 0
          i32.const 4
          i32.add
          i32.store offset=1120
          i32.const 3
          return
        end
        local.get 2
        i32.const 34
        i32.eq
        br_if 1 (;@1;)
      end
      i32.const 1
      local.set 4
      block  ;; label = @2
        block  ;; label = @3
          local.get 1
          i32.const 45
          i32.eq
          br_if 0 (;@3;)
          local.get 0
          local.set 2
          br 1 (;@2;)
        end
        i32.const 0
        local.get 0
        i32.const 1
        i32.add
        local.tee 2
        i32.store offset=1120
        local.get 0
        i32.const 1137
        i32.add
        i32.load8_u
        local.set 1
        i32.const -1
        local.set 4
      end
      i32.const 0
      local.set 0
      block  ;; label = @2
        block  ;; label = @3
          local.get 1
          i32.const -48
          i32.add
          i32.const 255
          i32.and
          i32.const 9
          i32.le_u
          br_if 0 (;@3;)
          local.get 2
          local.set 3
          br 1 (;@2;)
        end
        i32.const 0
        local.set 0
        loop  ;; label = @3
          local.get 0
          i32.const 10
          i32.mul
          local.get 1
          i32.const 255
          i32.and
          i32.add
          i32.const -48
          i32.add
          local.set 0
          local.get 2
          i32.const 1137
          i32.add
          local.set 1
          local.get 2
          i32.const 1
          i32.add
          local.tee 3
          local.set 2
          local.get 1
          i32.load8_u
          local.tee 1
          i32.const -48
          i32.add
          i32.const 255
          i32.and
          i32.const 10
          i32.lt_u
          br_if 0 (;@3;)
        end
        i32.const 0
        local.get 3
        i32.store offset=1120
      end
      block  ;; label = @2
        local.get 1
        i32.const 255
        i32.and
        i32.const 46
        i32.ne
        br_if 0 (;@2;)
        i32.const 0
        local.get 3
        i32.const 1
        i32.add
        local.tee 2
        i32.store offset=1120
        local.get 3
        i32.const 1137
        i32.add
        i32.load8_u
        local.tee 1
        i32.const -48
        i32.add
        i32.const 255
        i32.and
        i32.const 9
        i32.gt_u
        br_if 0 (;@2;)
        loop  ;; label = @3
          local.get 0
          i32.const 7
          i32.mul
          local.get 1
          i32.const 255
          i32.and
          i32.add
          i32.const -48
          i32.add
          local.set 0
          local.get 2
          i32.const 1137
          i32.add
          local.set 1
          local.get 2
          i32.const 1
          i32.add
          local.tee 3
          local.set 2
          local.get 1
          i32.load8_u
          local.tee 1
          i32.const -48
          i32.add
          i32.const 255
          i32.and
          i32.const 10
          i32.lt_u
          br_if 0 (;@3;)
        end
        i32.const 0
        local.get 3
        i32.store offset=1120
      end
      local.get 0
      local.get 4
      i32.mul
      return
    end
    local.get 0
    i32.const 1
    i32.add
    local.set 2
    i32.const 5381
    local.set 3
    block  ;; label = @1
      local.get 0
      i32.const 1137
      i32.add
      i32.load8_u
      local.tee 0
      i32.const 34
      i32.eq
      br_if 0 (;@1;)
      i32.const 5381
      local.set 3
      loop  ;; label = @2
        local.get 2
        local.set 1
        block  ;; label = @3
          block  ;; label = @4
            local.get 0
            i32.const 255
            i32.and
            i32.const 92
            i32.eq
            br_if 0 (;@4;)
            local.get 1
            i32.const 1
            i32.add
            local.set 2
            br 1 (;@3;)
          end
          local.get 1
          i32.const 2
          i32.add
          local.set 2
          block  ;; label = @4
            block  ;; label = @5
              block  ;; label = @6
                local.get 1
                i32.const 1137
                i32.add
                i32.load8_s
                local.tee 0
                i32.const -110
                i32.add
                br_table 0 (;@6;) 3 (;@3;) 3 (;@3;) 3 (;@3;) 3 (;@3;) 3 (;@3;) 1 (;@5;) 2 (;@4;) 3 (;@3;)
              end
              i32.const 10
              local.set 0
              br 2 (;@3;)
            end
            i32.const 9
            local.set 0
            br 1 (;@3;)
          end
          local.get 1
          i32.const 6
          i32.add
          local.set 2
        end
        local.get 3
        i32.const 33
        i32.mul
        local.get 0
        i32.extend8_s
        i32.add
        local.set 3
        local.get 2
        i32.const 1136
        i32.add
        i32.load8_u
        local.tee 0
        i32.const 34
        i32.ne
        br_if 0 (;@2;)
      end
    end
    i32.const 0
    local.get 2
    i32.const 1
    i32.add
    i32.store offset=1120
    local.get 3)
  (func (;2;) (type 2) (param i32 i32) (result i32)
    (local i32 i32 i32 i32 i32 i32)
    i32.const 0
    i32.const 0
    i32.load offset=1049712
    i32.const 1
    i32.add
    i32.store offset=1049712
    i32.const 0
    i32.load offset=1120
    i32.const 1
    i32.add
    local.set 2
    block  ;; label = @1
      loop  ;; label = @2
        local.get 2
        i32.const 1136
        i32.add
        i32.load8_u
        local.tee 3
        i32.const -9
        i32.add
        local.tee 4
        i32.const 23
        i32.gt_u
        br_if 1 (;@1;)
        i32.const 1
        local.get 4
        i32.shl
        i32.const 8388627
        i32.and
        i32.eqz
        br_if 1 (;@1;)
        local.get 2
        i32.const 1
        i32.add
        local.set 2
        br 0 (;@2;)
      end
    end
    i32.const 0
    local.get 2
    i32.store offset=1120
    block  ;; label = @1
      block  ;; label = @2
        local.get 3
        i32.extend8_s
        local.get 0
        i32.const 255
        i32.and
        local.tee 5
        i32.ne
        br_if 0 (;@2;)
        i32.const 0
        local.set 6
        br 1 (;@1;)
      end
      block  ;; label = @2
        local.get 1
        i32.eqz
        br_if 0 (;@2;)
        i32.const 0
        local.set 6
        loop  ;; label = @3
          local.get 2
          i32.const 1
          i32.add
          local.set 4
          i32.const 5381
          local.set 1
          block  ;; label = @4
            local.get 2
            i32.const 1137
            i32.add
            i32.load8_u
            local.tee 2
            i32.const 34
            i32.eq
            br_if 0 (;@4;)
            i32.const 5381
            local.set 1
            loop  ;; label = @5
              local.get 4
              local.set 3
              block  ;; label = @6
                block  ;; label = @7
                  local.get 2
                  i32.const 255
                  i32.and
                  i32.const 92
                  i32.eq
                  br_if 0 (;@7;)
                  local.get 3
                  i32.const 1
                  i32.add
                  local.set 4
                  br 1 (;@6;)
                end
                local.get 3
                i32.const 2
                i32.add
                local.set 4
                block  ;; label = @7
                  block  ;; label = @8
                    block  ;; label = @9
                      local.get 3
                      i32.const 1137
                      i32.add
                      i32.load8_s
                      local.tee 2
                      i32.const -110
                      i32.add
                      br_table 0 (;@9;) 3 (;@6;) 3 (;@6;) 3 (;@6;) 3 (;@6;) 3 (;@6;) 1 (;@8;) 2 (;@7;) 3 (;@6;)
                    end
                    i32.const 10
                    local.set 2
                    br 2 (;@6;)
                  end
                  i32.const 9
                  local.set 2
                  br 1 (;@6;)
                end
                local.get 3
                i32.const 6
                i32.add
                local.set 4
              end
              local.get 1
              i32.const 33
              i32.mul
              local.get 2
              i32.extend8_s
              i32.add
              local.set 1
              local.get 4
              i32.const 1136
              i32.add
              i32.load8_u
              local.tee 2
              i32.const 34
              i32.ne
              br_if 0 (;@5;)
            end
          end
          local.get 4
          i32.const 2
          i32.add
          local.set 2
          block  ;; label = @4
            loop  ;; label = @5
              local.get 2
              i32.const 1135
              i32.add
              i32.load8_u
              i32.const -9
              i32.add
              local.tee 4
              i32.const 23
              i32.gt_u
              br_if 1 (;@4;)
              i32.const 1
              local.get 4
              i32.shl
              i32.const 8388627
              i32.and
              i32.eqz
              br_if 1 (;@4;)
              local.get 2
              i32.const 1
              i32.add
              local.set 2
              br 0 (;@5;)
            end
          end
          i32.const 0
          local.get 2
          i32.store offset=1120
          call 1
          local.set 7
          i32.const 0
          i32.load offset=1120
          local.tee 2
          i32.const 1
          i32.add
          local.set 3
          block  ;; label = @4
            loop  ;; label = @5
              local.get 2
              i32.const 1136
              i32.add
              i32.load8_u
              local.tee 0
              i32.const -9
              i32.add
              local.tee 4
              i32.const 23
              i32.gt_u
              br_if 1 (;@4;)
              i32.const 1
              local.get 4
              i32.shl
              i32.const 8388627
              i32.and
              i32.eqz
              br_if 1 (;@4;)
              i32.const 0
              local.get 2
              i32.const 1
              i32.add
              local.tee 2
              i32.store offset=1120
              local.get 3
              i32.const 1
              i32.add
              local.set 3
              br 0 (;@5;)
            end
          end
          local.get 1
          local.get 6
          i32.xor
          i32.const 31
          i32.mul
          local.set 1
          block  ;; label = @4
            local.get 0
            i32.const 44
            i32.ne
            br_if 0 (;@4;)
            local.get 3
            local.set 2
            block  ;; label = @5
              loop  ;; label = @6
                local.get 2
                i32.const 1136
                i32.add
                i32.load8_u
                local.tee 0
                i32.const -9
                i32.add
                local.tee 4
                i32.const 23
                i32.gt_u
                br_if 1 (;@5;)
                i32.const 1
                local.get 4
                i32.shl
                i32.const 8388627
                i32.and
                i32.eqz
                br_if 1 (;@5;)
                local.get 2
                i32.const 1
                i32.add
                local.set 2
                br 0 (;@6;)
              end
            end
            i32.const 0
            local.get 2
            i32.store offset=1120
          end
          local.get 1
          local.get 7
          i32.add
          local.set 6
          local.get 0
          i32.extend8_s
          local.get 5
          i32.ne
          br_if 0 (;@3;)
          br 2 (;@1;)
        end
      end
      i32.const 0
      local.set 6
      loop  ;; label = @2
        call 1
        local.set 1
        i32.const 0
        i32.load offset=1120
        local.tee 2
        i32.const 1
        i32.add
        local.set 3
        block  ;; label = @3
          loop  ;; label = @4
            local.get 2
            i32.const 1136
            i32.add
            i32.load8_u
            local.tee 0
            i32.const -9
            i32.add
            local.tee 4
            i32.const 23
            i32.gt_u
            br_if 1 (;@3;)
            i32.const 1
            local.get 4
            i32.shl
            i32.const 8388627
            i32.and
            i32.eqz
            br_if 1 (;@3;)
            i32.const 0
            local.get 2
            i32.const 1
            i32.add
            local.tee 2
            i32.store offset=1120
            local.get 3
            i32.const 1
            i32.add
            local.set 3
            br 0 (;@4;)
          end
        end
        local.get 6
        i32.const 31
        i32.mul
        local.set 6
        block  ;; label = @3
          local.get 0
          i32.const 44
          i32.ne
          br_if 0 (;@3;)
          local.get 3
          local.set 2
          block  ;; label = @4
            loop  ;; label = @5
              local.get 2
              i32.const 1136
              i32.add
              i32.load8_u
              local.tee 0
              i32.const -9
              i32.add
              local.tee 4
              i32.const 23
              i32.gt_u
              br_if 1 (;@4;)
              i32.const 1
              local.get 4
              i32.shl
              i32.const 8388627
              i32.and
              i32.eqz
              br_if 1 (;@4;)
              local.get 2
              i32.const 1
              i32.add
              local.set 2
              br 0 (;@5;)
            end
          end
          i32.const 0
          local.get 2
          i32.store offset=1120
        end
        local.get 6
        local.get 1
        i32.add
        local.set 6
        local.get 0
        i32.extend8_s
        local.get 5
        i32.ne
        br_if 0 (;@2;)
      end
    end
    i32.const 0
    local.get 2
    i32.const 1
    i32.add
    i32.store offset=1120
    i32.const 0
    i32.const 0
    i32.load offset=1049712
    i32.const -1
    i32.add
    i32.store offset=1049712
    local.get 6)
  (table (;0;) 1 1 funcref)
  (memory (;0;) 18)
  (global (;0;) (mut i32) (i32.const 1115264))
  (export "memory" (memory 0))
  (export "run" (func 0))
  (data (;0;) (i32.const 1024) "], \22nested\22: {\22ok\22: true, \22bad\22: false, \22none\22: null, \22text\22: \22a\5ctb\5cnc, and some more of it\22}}\00"))
