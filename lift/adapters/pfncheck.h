/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words in which questions to pfncheck are written in C: function cases, adapters and stand-ins share
 * them. Nothing here is ever run: the lifter gives each word its meaning (lift/exec/calls.cpp). */
#ifndef PFNCHECK_H
#define PFNCHECK_H

/* A value of that type that can be any: an input under that name. In a loop, another one each turn
 * ("name#2"). */
#define ANY(type, name)             \
  ({                                \
    type pfncheck_any_##name(void); \
    pfncheck_any_##name();          \
  })

/* What is taken for granted: an execution in which it does not hold ends here and counts for nothing. */
#define ASSUME(condition) pfncheck_assume(!!(condition))

/* What must hold whenever an execution comes by. A CLAUSE has a name, an ASSERT is named by its text. */
#define ASSERT(condition) pfncheck_assert(!!(condition), #condition)
#define CLAUSE(name, condition) pfncheck_assert(!!(condition), #name)

/* The clause is not asked in this configuration; say why. */
#define NOT_APPLICABLE(name, why) pfncheck_not_applicable(#name, why)

/* Something that happens, with what it happens to: told in a life, compared between two versions. */
#define EVENT(name, what, value)                                 \
  do {                                                           \
    void pfncheck_event_##name(unsigned long, long);             \
    pfncheck_event_##name((unsigned long)(what), (long)(value)); \
  } while (0)

/* What stands in for the function X of the code that is asked about; the types must be the same:
 * TYPE STAND_IN(X)(PARAMETERS) { ... } */
#define STAND_IN(function) pfncheck_stand_in_##function

void pfncheck_assume(_Bool condition);
void pfncheck_assert(_Bool condition, const char* name);
void pfncheck_not_applicable(const char* name, const char* why);

#endif
