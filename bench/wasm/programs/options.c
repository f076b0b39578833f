/* Prices of options by Black and Scholes: exponentials, logarithms and the normal distribution as series, in scalar float64. */
static double exponential(double x) {
  int n = (int)(x * 1.4426950408889634 + (x < 0 ? -0.5 : 0.5));
  double r = x - n * 0.6931471805599453, term = 1, sum = 1;
  for (int i = 1; i < 14; i++) { term *= r / i; sum += term; }
  union { long long bits; double value; } scale = {(long long)(1023 + n) << 52};
  return sum * scale.value;
}
static double logarithm(double x) {
  double y = (x - 1) / (x + 1), square = y * y, term = y, sum = y;
  for (int i = 3; i < 40; i += 2) { term *= square; sum += term / i; }
  return 2 * sum;
}
static double normal(double x) {
  double a = x < 0 ? -x : x, k = 1 / (1 + 0.2316419 * a);
  double tail = exponential(-a * a / 2) * 0.3989422804014327 *
                k * (0.319381530 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
  return x < 0 ? tail : 1 - tail;
}
static double prices[1024];
__attribute__((export_name("run"))) int run(int rounds) {
  double sum = 0;
  for (int r = 0; r < rounds; r++)
    for (int i = 0; i < 1024; i++) {
      double spot = 80 + (i % 41), strike = 100, years = 0.25 + (i % 7) * 0.25, rate = 0.02, risk = 0.2 + (i % 5) * 0.05;
      double root = risk * __builtin_sqrt(years);
      double d = (logarithm(spot / strike) + (rate + risk * risk / 2) * years) / root;
      prices[i] = spot * normal(d) - strike * exponential(-rate * years) * normal(d - root);
      sum += prices[i];
    }
  return (int)(sum * 1000);
}
