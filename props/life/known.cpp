// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/life/known.hpp"

#include <array>

namespace pfncheck {

namespace {

struct Known {
  std::string_view slice;
  Release first, last;  ///< releases that it is true of
  std::string_view note;
};

constexpr Release latest = {~0U, ~0U};

constexpr std::array known{
    Known{"own",
          {0, 0},
          {6, 5},
          "pte_modify() of mips drops the special bit: repaired in 6.6, still so in Debian's 6.1.192"},
    Known{"kvm",
          {6, 17},
          latest,
          "since 6.17 arm64 KVM decides by flags and vm_page_prot of the VMA, sampled before the pfn is "
          "looked up: "
          "where a driver's fault handler sets VM_PFNMAP, its registers are taken for ordinary memory"},
};

}  // namespace

std::string_view known_failure(std::string_view slice, Release release) {
  for (const Known& k : known)
    if (k.slice == slice && release >= k.first && release <= k.last) return k.note;
  return {};
}

}  // namespace pfncheck
