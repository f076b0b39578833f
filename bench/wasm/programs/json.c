/* Writes a JSON document, then reads it by recursive descent: strings with escapes, numbers, nesting. */
static char text[1 << 20];
static int end, at, depth, checksum;
static void put(const char *s) { while (*s) text[end++] = *s++; }
static void number(int n) {
  char digits[12];
  int count = 0;
  if (n < 0) { text[end++] = '-'; n = -n; }
  do digits[count++] = (char)('0' + n % 10); while (n /= 10);
  while (count) text[end++] = digits[--count];
}
static void blank(void) { while (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r') at++; }
static int value(void);
static int string(void) {
  int hash = 5381;
  at++;
  while (text[at] != '"') {
    char c = text[at++];
    if (c == '\\') {
      c = text[at++];
      switch (c) {
        case 'n': c = '\n'; break;
        case 't': c = '\t'; break;
        case 'u': at += 4; break;
      }
    }
    hash = hash * 33 + c;
  }
  at++;
  return hash;
}
static int list(char close, int keyed) {
  int sum = 0;
  depth++;
  at++;
  blank();
  while (text[at] != close) {
    if (keyed) { sum ^= string(); blank(); at++; }
    sum = sum * 31 + value();
    blank();
    if (text[at] == ',') { at++; blank(); }
  }
  at++;
  depth--;
  return sum;
}
static int value(void) {
  blank();
  switch (text[at]) {
    case '{': return list('}', 1);
    case '[': return list(']', 0);
    case '"': return string();
    case 't': at += 4; return 1;
    case 'f': at += 5; return 2;
    case 'n': at += 4; return 3;
  }
  int sign = 1, n = 0;
  if (text[at] == '-') { sign = -1; at++; }
  while (text[at] >= '0' && text[at] <= '9') n = n * 10 + (text[at++] - '0');
  if (text[at] == '.') { at++; while (text[at] >= '0' && text[at] <= '9') n = n * 7 + (text[at++] - '0'); }
  return sign * n;
}
__attribute__((export_name("run"))) int run(int rounds) {
  end = 0;
  put("[");
  for (int i = 0; i < 400; i++) {
    if (i) put(", ");
    put("{\"name\": \"row \\u00e4 number ");
    number(i);
    put("\", \"values\": [1, -2, 3.25, ");
    number(i * 7919);
    put("], \"nested\": {\"ok\": true, \"bad\": false, \"none\": null, \"text\": \"a\\tb\\nc, and some more of it\"}}");
  }
  put("]");
  checksum = 0;
  for (int r = 0; r < rounds; r++) { at = 0; checksum = checksum * 17 + value(); }
  return checksum;
}
