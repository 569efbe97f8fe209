/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Between the driver and the table of pairs that is written for each unit.
 */
#include "subject.h"

enum { MOST_WORDS = 4, INPUTS = 1000 };

/* Calls a function with these words for its parameters; gives what it returns. */
typedef u64 (*function)(u64* words);

struct pair {
  function before, after;
  const u64* chosen; /* MOST_WORDS words for each of the first inputs, instead of drawn ones */
  unsigned chosen_count;
};

extern const struct pair pairs[];
extern const unsigned pair_count;

/* For pointer parameters: the word chooses. */
struct object* chosen_object(u64 word);
