// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/machine/system.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

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

unsigned bits_for(std::size_t values) {
  return values <= 2 ? 1 : static_cast<unsigned>(std::bit_width(values - 1));
}

}  // namespace

Step::Step(std::string operation, std::vector<unsigned> arguments, const std::vector<Variable>& variables)
    : operation_(std::move(operation)), arguments_(std::move(arguments)) {
  for (const Variable& v : variables) values_.push_back(v.now);
  guard_ = within_ = variables.front().now.pool().boolean(true);
}

std::string Step::name() const {
  return words_.empty() ? fmt::format("{}({})", operation_, fmt::join(arguments_, ", ")) : words_;
}

void Step::check(std::string property, Term holds) {
  checks_.push_back({std::move(property), holds, holds.pool().boolean(true)});
}

void Step::check(std::string property, Term premise, Term holds) {
  checks_.push_back({std::move(property), implies(premise, holds), premise});
}

void Step::check(std::string property, std::size_t event, Term premise, Term holds) {
  checks_.push_back({std::move(property), implies(premise, holds), premise, event});
}

Term Step::consult(const DecisionRule& rule, std::string about, Term asked, std::vector<Term> inputs) {
  if (inputs.size() != rule.questions.size()) broken_term("Step::consult: as many inputs as questions");
  Pool& pool = asked.pool();
  Consultation c{&rule, std::move(about), asked, std::move(inputs), {}, {}};
  Term open = asked;
  for (const RuleRow& row : rule.rows) {
    Term fits = open;
    for (std::size_t i = 0; i < c.inputs.size(); ++i)
      if ((row.care >> i & 1) != 0) fits = fits & eq(c.inputs[i], pool.boolean((row.value >> i & 1) != 0));
    c.rows.push_back(fits);
    open = open & !fits;
  }
  c.answer = pool.constant(rule.bits(), rule.rows.back().answer);
  for (std::size_t i = rule.rows.size(); i-- > 0;)
    c.answer = ite(c.rows[i], pool.constant(rule.bits(), rule.rows[i].answer), c.answer);
  consultations_.push_back(c);
  return c.answer;
}

Term Event::operator[](std::string_view value) const {
  for (const auto& [label, term] : values)
    if (label == value) return term;
  broken_term("Event: no value of that name");
}

std::string Variable::text_of(std::uint64_t value) const {
  return value < words.size() ? words[value] : std::to_string(value);
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

Var System::configuration(std::string name, unsigned bits) {
  const Var v = free_variable(std::move(name), bits);
  variables_[v.index].configuration = true;
  return v;
}

Var System::variable_of(std::string name, std::vector<std::string> words) {
  const Var v = variable(std::move(name), bits_for(words.size()), 0);
  name_values(v, std::move(words));
  return v;
}

Var System::free_variable_of(std::string name, std::vector<std::string> words) {
  const Var v = variable_of(std::move(name), std::move(words));
  variables_[v.index].any_at_start = true;
  const std::size_t values = variables_[v.index].words.size();
  if (can_be((*this)[v], values)) restrict_starts(ult((*this)[v], number_like((*this)[v], values)));
  return v;
}

void System::belong(std::initializer_list<Var> variables, Term exists) {
  for (const Var v : variables) variables_[v.index].exists = exists;
}

void System::keep_untold(std::initializer_list<Var> variables) {
  for (const Var v : variables) variables_[v.index].told = false;
}

void System::name_values(Var v, std::vector<std::string> words) {
  variables_[v.index].words = std::move(words);
}

std::optional<Var> System::find(std::string_view name) const {
  for (unsigned i = 0; i < variables_.size(); ++i)
    if (variables_[i].name == name) return Var{i};
  return std::nullopt;
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
