/* Fibonacci numbers by two calls each: nothing but calls. */
__attribute__((noinline)) static int fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
__attribute__((export_name("run"))) int run(int n) { return fibonacci(n); }
