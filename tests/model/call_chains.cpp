// SPDX-License-Identifier: GPL-2.0-or-later
// Every operation of a slice says how the kernel comes to it, but for what no kernel does.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <regex>
#include <set>

#include "model/slices/slices.hpp"

using namespace pfncheck;

TEST_CASE("operations have the kernel's call chain") {
  // Done by guests and by programs without a system call, or by the driver that a discussion is about.
  const std::set<std::string> not_the_kernels{"type/guest_reads", "type/vmm_writes",
                                              "kvm/vmm_writes",   "kvm/guest_tagged_access",
                                              "life/probe",       "life/probe_fails"};
  static const std::regex chain(
      R"(([a-z_0-9.]+|[A-Z][A-Za-z]+)(( -> |, |; |; then | \(\w+\); )([A-Za-z_0-9.]+))*( \(\w+\))?)");
  std::set<std::string> without;
  for (const machine::SliceInfo& slice : machine::slices())
    for (const machine::OperationInfo& operation : slice.operations) {
      INFO(slice.name << "/" << operation.name << ": " << operation.chain
                      << " (model/machine/call_chains.cpp has one line per operation)");
      if (operation.chain.empty())
        without.insert(fmt::format("{}/{}", slice.name, operation.name));
      else
        CHECK(std::regex_match(std::string(operation.chain), chain));
    }
  for (const std::string& name : without) {
    INFO(name << " has no line in model/machine/call_chains.cpp");
    CHECK(not_the_kernels.contains(name));
  }
}
