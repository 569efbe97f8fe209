// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/value.hpp"

#include <algorithm>

#include "model/broken_invariant.hpp"

namespace pfncheck::lifting {

namespace {

void require(bool condition, const char* what) {
  if (condition) return;
  broken_invariant(what);
}

bool same_or_empty(Term a, Term b) {
  return a.same(b);
}

std::uint64_t all_ones(unsigned width) {
  return width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
}

}  // namespace

Value Value::integer(Term term) {
  Value v;
  v.shape_ = Shape::integer;
  v.term_ = term;
  return v;
}

Value Value::pointer(std::vector<Choice> choices) {
  require(!choices.empty(), "a pointer to nowhere");
  Value v;
  v.shape_ = Shape::pointer;
  v.choices_ = std::make_shared<const std::vector<Choice>>(std::move(choices));
  return v;
}

Value Value::aggregate(std::vector<Value> parts) {
  Value v;
  v.shape_ = Shape::aggregate;
  v.parts_ = std::move(parts);
  return v;
}

Term Value::term() const {
  require(is_integer(), "an integer was expected");
  return term_;
}
const std::vector<Choice>& Value::choices() const {
  require(is_pointer(), "a pointer was expected");
  return *choices_;
}
const std::vector<Value>& Value::parts() const {
  require(is_aggregate(), "an aggregate was expected");
  return parts_;
}
std::vector<Value>& Value::parts() {
  require(is_aggregate(), "an aggregate was expected");
  return parts_;
}

bool Value::same(const Value& o) const {
  if (shape_ != o.shape_) return false;
  if (is_integer()) return term_.same(o.term_);
  if (is_aggregate())
    return std::equal(parts_.begin(), parts_.end(), o.parts_.begin(), o.parts_.end(),
                      [](const Value& a, const Value& b) { return a.same(b); });
  if (!is_pointer() || choices_ == o.choices_) return true;
  return std::equal(choices_->begin(), choices_->end(), o.choices_->begin(), o.choices_->end(),
                    [](const Choice& a, const Choice& b) {
                      return a.object == b.object && a.guard.same(b.guard) && a.offset.same(b.offset) &&
                             same_or_empty(a.index, b.index);
                    });
}

Split split(Term term) {
  Split out;
  const std::uint64_t mask = all_ones(term.width());
  while (true) {
    if (term.is_const()) {
      out.constant = (out.constant + term.value()) & mask;
      out.root = Term();
      return out;
    }
    if (term.op() == Op::add && term.arg(1).is_const()) {
      out.constant += term.arg(1).value();
      term = term.arg(0);
    } else if (term.op() == Op::add && term.arg(0).is_const()) {
      out.constant += term.arg(0).value();
      term = term.arg(1);
    } else if (term.op() == Op::sub && term.arg(1).is_const()) {
      out.constant -= term.arg(1).value();
      term = term.arg(0);
    } else {
      out.root = term;
      out.constant &= mask;
      return out;
    }
  }
}

Value choose(const Objects& objects, Term condition, const Value& a, const Value& b) {
  if (a.empty() || b.empty()) return Value();
  if (condition.is_true() || a.same(b)) return a;
  if (condition.is_false()) return b;
  if (a.is_integer() && b.is_integer()) return Value::integer(ite(condition, a.term(), b.term()));
  if (a.is_aggregate() && b.is_aggregate()) {
    std::vector<Value> parts;
    for (std::size_t i = 0; i < a.parts().size(); ++i)
      parts.push_back(choose(objects, condition, a.parts()[i], b.parts()[i]));
    return Value::aggregate(std::move(parts));
  }
  if (a.is_aggregate() || b.is_aggregate()) throw NotLifted("an aggregate and a scalar in one place");
  if (a.is_integer()) return choose(objects, condition, objects.from_address(a.term()), b);
  if (b.is_integer()) return choose(objects, condition, a, objects.from_address(b.term()));
  std::vector<Choice> merged;
  for (const Choice& c : a.choices()) merged.push_back({condition & c.guard, c.object, c.index, c.offset});
  for (const Choice& c : b.choices()) {
    const Term guard = ~condition & c.guard;
    const auto it =
        std::find_if(merged.begin(), merged.end(), [&](const Choice& m) { return m.object == c.object; });
    if (it == merged.end()) {
      merged.push_back({guard, c.object, c.index, c.offset});
      continue;
    }
    if (!it->index.empty()) it->index = ite(guard, c.index, it->index);
    it->offset = ite(guard, c.offset, it->offset);
    it->guard = it->guard | guard;
  }
  std::erase_if(merged, [](const Choice& c) { return c.guard.is_false(); });
  if (merged.size() == 1) merged[0].guard = condition.pool().boolean(true);
  return Value::pointer(std::move(merged));
}

}  // namespace pfncheck::lifting
