/* Quicksort of pseudo-random integers, insertion sort for short ranges. */
enum { count = 100000 };
static int items[count];
static void sort(int low, int high) {
  while (high - low > 12) {
    int pivot = items[(low + high) >> 1], i = low, j = high;
    while (i <= j) {
      while (items[i] < pivot) i++;
      while (items[j] > pivot) j--;
      if (i <= j) { int t = items[i]; items[i++] = items[j]; items[j--] = t; }
    }
    if (j - low < high - i) { sort(low, j); low = i; } else { sort(i, high); high = j; }
  }
  for (int i = low + 1; i <= high; i++) {
    int item = items[i], j = i;
    for (; j > low && items[j - 1] > item; j--) items[j] = items[j - 1];
    items[j] = item;
  }
}
__attribute__((export_name("run"))) int run(int rounds) {
  unsigned state = 1, sum = 0;
  for (int r = 0; r < rounds; r++) {
    for (int i = 0; i < count; i++) { state = state * 1664525u + 1013904223u; items[i] = (int)(state >> 1); }
    sort(0, count - 1);
    for (int i = 0; i < count; i += 1000) sum = sum * 31 + (unsigned)items[i];
  }
  return (int)sum;
}
