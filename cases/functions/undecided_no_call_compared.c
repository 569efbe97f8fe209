// SPDX-License-Identifier: GPL-2.0-or-later
// expect: undecided
// because: no call is inside the assumptions of both sides
#include <pfncheck.h>

int before(int a)
{
	ASSUME(a > 5);
	return a;
}

int after(int a)
{
	ASSUME(a < 3);
	return a + 1;
}
