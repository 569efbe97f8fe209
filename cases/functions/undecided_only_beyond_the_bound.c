// SPDX-License-Identifier: GPL-2.0-or-later
// expect: undecided
// because: every call takes more turns than are followed
#include <pfncheck.h>

struct list {
	struct list *next;
};

int before(struct list *head)
{
	int turns = 0;

	while (head) {
		turns++;
		head = head->next;
	}
	ASSUME(turns > 30);
	return 0;
}

int after(struct list *head)
{
	int turns = 0;

	while (head) {
		turns++;
		head = head->next;
	}
	ASSUME(turns > 30);
	return 1;
}
