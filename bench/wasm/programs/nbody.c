/* Bodies that attract each other, in float64: every pair, every step. */
enum { bodies = 8 };
static double x[bodies], y[bodies], z[bodies], vx[bodies], vy[bodies], vz[bodies], mass[bodies];
__attribute__((export_name("run"))) int run(int steps) {
  for (int i = 0; i < bodies; i++) {
    x[i] = i * 1.5; y[i] = (i * 7 % 5) - 2.0; z[i] = (i * 3 % 4) * 0.5;
    vx[i] = 0.01 * i; vy[i] = 0.02; vz[i] = -0.01 * i; mass[i] = 1.0 + i * 0.1;
  }
  for (int s = 0; s < steps; s++) {
    for (int i = 0; i < bodies; i++)
      for (int j = i + 1; j < bodies; j++) {
        double dx = x[i] - x[j], dy = y[i] - y[j], dz = z[i] - z[j];
        double square = dx * dx + dy * dy + dz * dz + 0.01;
        double force = 0.001 / (square * __builtin_sqrt(square));
        vx[i] -= dx * mass[j] * force; vy[i] -= dy * mass[j] * force; vz[i] -= dz * mass[j] * force;
        vx[j] += dx * mass[i] * force; vy[j] += dy * mass[i] * force; vz[j] += dz * mass[i] * force;
      }
    for (int i = 0; i < bodies; i++) { x[i] += 0.001 * vx[i]; y[i] += 0.001 * vy[i]; z[i] += 0.001 * vz[i]; }
  }
  double energy = 0;
  for (int i = 0; i < bodies; i++) energy += x[i] * y[i] + z[i];
  return (int)(energy * 1e6);
}
