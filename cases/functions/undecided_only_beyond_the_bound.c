// SPDX-License-Identifier: GPL-2.0-or-later
// expect: undecided
// because: every call takes more turns than are followed
#include <pfncheck.h>

struct list {
	struct list *next;
};

static void assume_a_long_one(struct list *head)
{
	int turns = 0;

	while (head) {
		turns++;
		head = head->next;
	}
	ASSUME(turns > 30);
}

int before(struct list *head)
{
	assume_a_long_one(head);
	return 0;
}

int after(struct list *head)
{
	assume_a_long_one(head);
	return 1;
}
