/* Copies and fills of 16 bytes to 64 KiB. */
static unsigned char from[1 << 16], to[1 << 16];
__attribute__((export_name("run"))) int run(int rounds) {
  unsigned sum = 0;
  for (int r = 0; r < rounds; r++)
    for (int size = 16; size <= 1 << 16; size *= 2) {
      __builtin_memset(from, r + size, (unsigned)size);
      __builtin_memcpy(to, from, (unsigned)size);
      sum = sum * 31 + to[size - 1];
    }
  return (int)sum;
}
