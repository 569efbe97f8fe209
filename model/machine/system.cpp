// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/machine/system.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/term/node.hpp"

namespace pfncheck::machine {

namespace {

Term number_like(Term index, std::uint64_t value) {
  return index.pool().constant(index.width(), value);
}

/// Whether a number of the index's width can be `k`.
bool can_be(Term index, std::size_t k) {
  return index.width() >= 64 || k < (std::uint64_t{1} << index.width());
}

}  // namespace

Step::Step(std::string operation, std::vector<unsigned> arguments, const std::vector<Variable>& variables)
    : operation_(std::move(operation)), arguments_(std::move(arguments)) {
  for (const Variable& v : variables) values_.push_back(v.now);
  guard_ = within_ = variables.front().now.pool().boolean(true);
}

std::string Step::name() const {
  return fmt::format("{}({})", operation_, fmt::join(arguments_, ", "));
}

void Step::set_if(Term condition, Var v, Term value) {
  values_[v.index] = ite(condition, value, values_[v.index]);
}

Term Step::at(const std::vector<Var>& array, Term index) const {
  Term value = (*this)[array.back()];
  for (std::size_t k = array.size() - 1; k-- > 0;)
    value = ite(eq(index, number_like(index, k)), (*this)[array[k]], value);
  return value;
}

void Step::set_at(Term condition, const std::vector<Var>& array, Term index, Term value) {
  for (std::size_t k = 0; k < array.size() && can_be(index, k); ++k)
    set_if(condition & eq(index, number_like(index, k)), array[k], value);
}

Var System::variable(std::string name, unsigned bits, std::uint64_t at_start) {
  if (!steps_.empty()) broken_term("System::variable after the first step");
  variables_.push_back({name, pool_.var(name, bits), at_start, false});
  return {static_cast<unsigned>(variables_.size() - 1)};
}

Var System::free_variable(std::string name, unsigned bits) {
  const Var v = variable(std::move(name), bits, 0);
  variables_[v.index].any_at_start = true;
  return v;
}

void System::restrict_starts(Term condition) {
  starts_ = starts() & condition;
}

Step System::step(std::string operation, std::vector<unsigned> arguments) const {
  return {std::move(operation), std::move(arguments), variables_};
}

unsigned System::bits() const {
  unsigned sum = 0;
  for (const Variable& v : variables_) sum += std::max(1U, v.now.width());
  return sum;
}

}  // namespace pfncheck::machine
