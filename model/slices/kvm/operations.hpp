// SPDX-License-Identifier: GPL-2.0-or-later
// Parts of slice `kvm`.
#pragma once

#include "model/slices/kvm/kvm.hpp"

namespace pfncheck::machine {

void add_kvm_host_operations(Kvm& kvm);   ///< VMM, driver, host faults
void add_kvm_guest_operations(Kvm& kvm);  ///< memslots, the guest's fault
std::vector<OperationInfo> kvm_operations();
std::vector<FaultInfo> kvm_faults();

// What both use.
Step kvm_step(const Kvm& kvm, const char* operation, std::string words, std::vector<unsigned> arguments = {});
void kvm_get(const Kvm& kvm, Step& s, Term when, Term frame);
void kvm_put(const Kvm& kvm, Step& s, Term when, Term frame);
/// Takes the leaf away.
void kvm_unmap_leaf(const Kvm& kvm, Step& s, Term when);

}  // namespace pfncheck::machine
