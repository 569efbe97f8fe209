// SPDX-License-Identifier: GPL-2.0-or-later
// Kernel functions that take something which has to be given back, or give it back.
#pragma once

#include <span>
#include <string_view>

namespace pfncheck {

/// When a call counts: by what it answers, or (if_argument) if its first argument is not NULL. if_pointer is
/// for what answers with error pointers.
enum class Counts { always, if_true, if_zero, if_positive, if_not_negative, if_pointer, if_argument };
/// How much it counts for.
enum class Amount { one, second_argument, third_argument, result };

inline constexpr std::string_view page_reference = "reference of a page";

struct Balanced {
  std::string_view function;
  std::string_view what;  ///< "reference of a page", "mutex"
  int sign;               ///< +1 takes, -1 gives back
  Counts counts = Counts::always;
  Amount amount = Amount::one;
};

/// Linux 6.1 to 7.3: include/linux/mm.h, mm/gup.c, pagemap.h, mmap_lock.h, mutex.h, spinlock_api_smp.h,
/// slab.h, sched/mm.h, fs.h, file.h, kref.h, rcupdate.h, srcu.h, kvm_host.h, pgtable.h, pid.h, pm_runtime.h,
/// pci.h, idr.h, iommu.h, eventfd.h, memremap.h, pagewalk.h, module.h, dcache.h, sprintf.h, string.h,
/// debugfs.h.
std::span<const Balanced> balanced_functions();
/// Whether the function counts for something; it may for several things.
bool is_balanced_function(std::string_view function);

}  // namespace pfncheck
