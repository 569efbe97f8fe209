// SPDX-License-Identifier: GPL-2.0-or-later
// expect: same
// because: a goto to the end made an early return
int before(int flags, int* out) {
  int error = -22;

  if (flags & 4) goto end;
  *out = flags;
  error = 0;
end:
  return error;
}

int after(int flags, int* out) {
  if (flags & 4) return -22;
  *out = flags;
  return 0;
}
