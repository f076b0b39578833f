/* The same, in float64 of two lanes: x and y together, z alone. */
#include <wasm_simd128.h>
enum { bodies = 8 };
static v128_t p[bodies], v[bodies];
static double z[bodies], vz[bodies], mass[bodies];
__attribute__((export_name("run"))) int run(int steps) {
  for (int i = 0; i < bodies; i++) {
    p[i] = wasm_f64x2_make(i * 1.5, (i * 7 % 5) - 2.0);
    v[i] = wasm_f64x2_make(0.01 * i, 0.02);
    z[i] = (i * 3 % 4) * 0.5; vz[i] = -0.01 * i; mass[i] = 1.0 + i * 0.1;
  }
  for (int s = 0; s < steps; s++) {
    for (int i = 0; i < bodies; i++)
      for (int j = i + 1; j < bodies; j++) {
        v128_t d = wasm_f64x2_sub(p[i], p[j]), sq = wasm_f64x2_mul(d, d);
        double dz = z[i] - z[j];
        double square = wasm_f64x2_extract_lane(sq, 0) + wasm_f64x2_extract_lane(sq, 1) + dz * dz + 0.01;
        double force = 0.001 / (square * __builtin_sqrt(square));
        v[i] = wasm_f64x2_sub(v[i], wasm_f64x2_mul(d, wasm_f64x2_splat(mass[j] * force)));
        v[j] = wasm_f64x2_add(v[j], wasm_f64x2_mul(d, wasm_f64x2_splat(mass[i] * force)));
        vz[i] -= dz * mass[j] * force; vz[j] += dz * mass[i] * force;
      }
    for (int i = 0; i < bodies; i++) {
      p[i] = wasm_f64x2_add(p[i], wasm_f64x2_mul(v[i], wasm_f64x2_splat(0.001)));
      z[i] += 0.001 * vz[i];
    }
  }
  double energy = 0;
  for (int i = 0; i < bodies; i++) energy += wasm_f64x2_extract_lane(p[i], 0) * wasm_f64x2_extract_lane(p[i], 1) + z[i];
  return (int)(energy * 1e6);
}
