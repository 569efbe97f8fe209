// SPDX-License-Identifier: GPL-2.0-or-later
// What is known of a number without a solver. A Term is a DAG: loops and joins of the lifted code share what
// they are made of, so that a plain recursion sees a node once for each way that leads to it.
#include "lift/exec/bounds.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <unordered_map>
#include <vector>

namespace pfncheck::lifting {

namespace {

std::uint64_t all_ones(unsigned width) {
  return width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
}

/// What each node of a pool was found to be, for as long as the pool lives.
template <class Number>
class Known {
 public:
  /// `leads_on(t)`: whether rule(t, of) asks `of` for t's arguments. Each node is looked at once.
  template <class LeadsOn, class Rule>
  Number operator()(Term wanted, const LeadsOn& leads_on, const Rule& rule) {
    std::vector<Term> waiting{wanted};
    const auto of = [this](Term t) { return found_.at(t.node()); };
    while (!waiting.empty()) {
      const Term t = waiting.back();
      const std::size_t before = waiting.size();
      if (!found_.contains(t.node()) && leads_on(t))
        for (const Term arg : t.args())
          if (!found_.contains(arg.node())) waiting.push_back(arg);
      if (waiting.size() != before) continue;
      if (!found_.contains(t.node())) found_.emplace(t.node(), rule(t, of));
      waiting.pop_back();
    }
    return of(wanted);
  }

 private:
  std::unordered_map<const Node*, Number> found_;
};

template <class Number>
Known<Number>& known_of(Pool& pool, const char* name) {
  std::shared_ptr<void>& kept = pool.attachment(name);
  if (!kept) kept = std::make_shared<Known<Number>>();
  return *static_cast<Known<Number>*>(kept.get());
}

bool zeros_lead_on(Term t) {
  switch (t.op()) {
    case Op::add:
    case Op::sub:
    case Op::or_:
    case Op::xor_:
    case Op::and_:
    case Op::mul:
    case Op::shl:
    case Op::ite:
    case Op::zext:
    case Op::sext:
    case Op::concat:
    case Op::extract:
      return true;
    default:
      return false;
  }
}

template <class Of>
unsigned zeros_of(Term t, const Of& of) {
  const unsigned width = std::max(1u, t.width());
  const auto arg = [&](unsigned i) -> unsigned { return of(t.arg(i)); };
  switch (t.op()) {
    case Op::constant:
      return t.value() == 0 ? 64 : static_cast<unsigned>(std::countr_zero(t.value()));
    case Op::add:
    case Op::sub:
    case Op::or_:
    case Op::xor_:
      return std::min(arg(0), arg(1));
    case Op::and_:
      return std::max(arg(0), arg(1));
    case Op::mul:
      return std::min(64u, arg(0) + arg(1));
    case Op::shl:
      return t.arg(1).is_const()
                 ? std::min(64u,
                            arg(0) + static_cast<unsigned>(std::min<std::uint64_t>(64, t.arg(1).value())))
                 : arg(0);
    case Op::ite:
      return std::min(arg(1), arg(2));
    case Op::zext:
    case Op::sext:
      return t.arg(0).is_bool() ? 0 : arg(0);
    case Op::concat: {
      const unsigned low = t.arg(1).width();
      return arg(1) < low ? arg(1) : std::min(64u, low + arg(0));
    }
    case Op::extract: {
      const unsigned inner = arg(0);
      return inner <= t.low_bit() ? 0 : (inner - t.low_bit() >= width ? 64 : inner - t.low_bit());
    }
    default:
      return 0;
  }
}

bool bound_leads_on(Term t) {
  switch (t.op()) {
    case Op::and_:
    case Op::ite:
    case Op::zext:
    case Op::extract:
    case Op::concat:
    case Op::lshr:
      return true;
    default:
      return false;
  }
}

template <class Of>
std::uint64_t bound_of(Term t, const Of& of) {
  const std::uint64_t all = t.is_bool() ? 1 : all_ones(t.width());
  const auto arg = [&](unsigned i) -> std::uint64_t { return of(t.arg(i)); };
  switch (t.op()) {
    case Op::constant:
      return t.value();
    case Op::and_:
      return std::min(arg(0), arg(1));
    case Op::ite:
      return std::max(arg(1), arg(2));
    case Op::zext:
      return arg(0);
    case Op::extract:
      return t.low_bit() == 0 ? std::min(all, arg(0)) : all;
    case Op::concat:
      return arg(0) == 0 ? arg(1) : all;
    case Op::lshr:
      return t.arg(1).is_const() && t.arg(1).value() < 64 ? arg(0) >> t.arg(1).value() : arg(0);
    case Op::urem:
      return t.arg(1).is_const() && t.arg(1).value() != 0 ? t.arg(1).value() - 1 : all;
    default:
      return all;
  }
}

}  // namespace

unsigned trailing_zeros(Term term) {
  return known_of<unsigned>(term.pool(), "lift/zeros")(
      term, zeros_lead_on, [](Term t, const auto& of) { return zeros_of(t, of); });
}

std::uint64_t upper_bound(Term term) {
  return known_of<std::uint64_t>(term.pool(), "lift/bounds")(
      term, bound_leads_on, [](Term t, const auto& of) { return bound_of(t, of); });
}

}  // namespace pfncheck::lifting
