// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/machine/page_entry.hpp"

namespace pfncheck::machine {

void set_entry(Step& s, Term when, const PageEntry& e, Term pfn, Term special, Term write, Term counted) {
  s.set_if(when, e.present, when.pool().boolean(true));
  s.set_if(when, e.pfn, pfn);
  s.set_if(when, e.special, special);
  s.set_if(when, e.write, write);
  s.set_if(when, e.counted, counted);
}

void clear_entry(Step& s, Term when, const PageEntry& e) {
  Pool& pool = when.pool();
  for (const Var v : {e.present, e.special, e.write, e.counted}) s.set_if(when, v, pool.boolean(false));
  s.set_if(when, e.pfn, pool.constant(s[e.pfn].width(), 0));
}

}  // namespace pfncheck::machine
