/* Product of two square matrices of float32, four lanes at a time. */
#include <wasm_simd128.h>
enum { side = 96 };
static float a[side * side], b[side * side], c[side * side];
__attribute__((export_name("run"))) int run(int rounds) {
  for (int i = 0; i < side * side; i++) { a[i] = (float)(i % 13) * 0.25f; b[i] = (float)(i % 7) - 3.0f; }
  for (int r = 0; r < rounds; r++)
    for (int i = 0; i < side; i++)
      for (int j = 0; j < side; j += 8) {
        v128_t low = wasm_f32x4_splat(0), high = wasm_f32x4_splat(0);
        for (int k = 0; k < side; k++) {
          v128_t left = wasm_v128_load32_splat(&a[i * side + k]);
          low = wasm_f32x4_add(low, wasm_f32x4_mul(left, wasm_v128_load(&b[k * side + j])));
          high = wasm_f32x4_add(high, wasm_f32x4_mul(left, wasm_v128_load(&b[k * side + j + 4])));
        }
        wasm_v128_store(&c[i * side + j], low);
        wasm_v128_store(&c[i * side + j + 4], high);
      }
  float sum = 0;
  for (int i = 0; i < side * side; i++) sum += c[i];
  return (int)sum;
}
