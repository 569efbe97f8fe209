// SPDX-License-Identifier: GPL-2.0-or-later
// switch, goto, loops, nested and indirect calls. Every program_* takes four words and gives one.
typedef unsigned long word;

word program_switch(word a, word b, word c, word d) {
  switch (a & 15) {
    case 0:
      return b;
    case 1:
      b += c; /* fall through */
    case 2:
      return b ^ d;
    case 3:
    case 7:
    case 11:
      return c << (d & 31);
    case 15:
      switch (b % 3) {
        case 0:
          return a;
        case 1:
          return ~d;
        default:
          break;
      }
      break;
    default:
      if (b > c) return d - a;
  }
  return a + b * 3;
}

word program_goto(word a, word b, word c, word d) {
  word sum = 0;
  if (a & 1) goto second;
first:
  sum += b;
  if (sum > c) goto out;
second:
  sum ^= d;
  if ((a & 6) == 4 && sum < b) goto first_once;
  return sum;
first_once:
  a &= ~6ul;
  goto third;
third:
  if (a & 8) return sum + 1;
  a |= 8;
  if (a & 16) goto out;
  sum += c;
out:
  return sum - a;
}

word program_loops(word a, word b, word c, word d) {
  word sum = 0;
  for (word i = 0; i < (a & 7); i++) {
    if ((b >> i) & 1) continue;
    for (word j = i; j < (c & 3) + i; j++) {
      sum += d ^ (i << j);
      if (sum & 0x80) break;
    }
    do {
      sum += 3;
    } while (sum & 4 && sum < 20);
  }
  int n = 10;
  while (n--) sum = sum * 31 + (word)n;
  return sum;
}

static word leaf(word x, word y) {
  return x > y ? x - y : y - x;
}
static word middle(word x, word y, int deep) {
  if (!deep) return leaf(x, y) + 1;
  return middle(y, leaf(x, y), deep - 1) ^ x;
}
word program_calls(word a, word b, word c, word d) {
  return middle(a, b, 3) + leaf(c, d) * middle(d, a, (int)(b & 1));
}

typedef word (*operation)(word, word);
static word add(word x, word y) {
  return x + y;
}
static word both(word x, word y) {
  return x & y;
}
static word first(word x, word y) {
  return y, x;
}
struct table {
  operation run;
  word bias;
};
static const struct table tables[3] = {{add, 5}, {both, 7}, {first, 11}};
word program_pointers_to_functions(word a, word b, word c, word d) {
  operation chosen = a & 1 ? add : both;
  if (d & 2) chosen = first;
  const struct table* t = &tables[c % 3];
  return chosen(b, c) + t->run(d, a) * t->bias;
}

word program_logic(word a, word b, word c, word d) {
  _Bool p = a > b && (c || d), q = !(a & 3) || b == c, r = p ^ q;
  return (word)p | (word)q << 1 | (word)r << 2 | (word)((p && !q) || (r & p)) << 3 | (word)(a == b) << 4;
}
