// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/path.hpp"

#include <algorithm>
#include <unordered_map>

namespace pfncheck::lifting {

Term Path::condition() const {
  if (impossible_) return pool_->boolean(false);
  return step_ ? step_->all : pool_->boolean(true);
}

namespace {

constexpr unsigned deepest_look = 6;

/// Whether `fact` says that `wanted` holds, by its conjuncts.
bool says(Term fact, Term wanted, unsigned depth = 0) {
  if (fact.same(wanted)) return true;
  if (depth == deepest_look) return false;
  if (fact.op() == Op::and_)
    return says(fact.arg(0), wanted, depth + 1) || says(fact.arg(1), wanted, depth + 1);
  if (fact.op() == Op::not_ && fact.arg(0).op() == Op::or_)
    return says(!fact.arg(0).arg(0), wanted, depth + 1) || says(!fact.arg(0).arg(1), wanted, depth + 1);
  return false;
}

}  // namespace

Term Path::known(Term literal) const {
  if (literal.is_const()) return literal;
  const Term opposite = !literal;
  for (const Step* s = step_.get(); s != nullptr; s = s->before.get()) {
    if (says(s->literal, literal)) return pool_->boolean(true);
    if (says(s->literal, opposite)) return pool_->boolean(false);
  }
  return literal;
}

Term Path::refined(Term formula) const {
  std::unordered_map<const Node*, Term> done;
  return refined(formula, 0, done);
}

Term Path::refined(Term formula, unsigned depth, std::unordered_map<const Node*, Term>& done) const {
  const auto earlier = done.find(formula.node());
  if (earlier != done.end()) return earlier->second;
  const Term value = formula.is_bool() ? known(formula) : formula;
  if (value.is_const() || depth == deepest_look) return value;
  const auto part = [&](unsigned i) { return refined(formula.arg(i), depth + 1, done); };
  const auto of_parts = [&] {
    switch (formula.op()) {
      case Op::not_:
        return !part(0);
      case Op::and_:
        return part(0) & part(1);
      case Op::or_:
        return part(0) | part(1);
      case Op::ite:
        return ite(part(0), part(1), part(2));
      default:
        return formula;
    }
  };
  const Term refined = of_parts();
  done.emplace(formula.node(), refined);
  return refined;
}

Path Path::with(Term literal) const {
  if (impossible_) return *this;
  // A literal stays as it is unless the path decides it: join() looks for the opposite literal of the other
  // arm.
  const Term decided = refined(literal);
  const Term left = decided.is_const() ? decided : literal;
  if (left.is_true()) return *this;
  Path out = *this;
  if (left.is_false()) {
    out.impossible_ = true;
    return out;
  }
  const Term all = condition() & left;
  if (all.is_false()) {
    out.impossible_ = true;
    return out;
  }
  out.step_ = std::make_shared<const Step>(Step{step_, left, all, depth() + 1});
  return out;
}

std::pair<Path, Path> Path::fork(Term literal) const {
  Path yes = with(literal), no = with(!literal);
  if (impossible_) return {yes, no};
  if (yes.impossible_) no = *this;
  if (no.impossible_) yes = *this;
  return {yes, no};
}

std::vector<Term> Path::after(unsigned depth) const {
  std::vector<Term> out;
  for (const Step* s = step_.get(); s != nullptr && s->depth > depth; s = s->before.get())
    out.push_back(s->literal);
  std::reverse(out.begin(), out.end());
  return out;
}

Path Path::prefix(unsigned depth) const {
  Path out = *this;
  while (out.step_ && out.step_->depth > depth) out.step_ = out.step_->before;
  return out;
}

unsigned Path::common_depth(const Path& a, const Path& b) {
  const Step *x = a.step_.get(), *y = b.step_.get();
  while (x != y) {
    const unsigned dx = x != nullptr ? x->depth : 0, dy = y != nullptr ? y->depth : 0;
    if (dx >= dy && x != nullptr) x = x->before.get();
    if (dy >= dx && y != nullptr) y = y->before.get();
  }
  return x != nullptr ? x->depth : 0;
}

std::pair<Path, Term> Path::join(const Path& a, const Path& b) {
  Pool& pool = *a.pool_;
  if (a.impossible_) return {b, pool.boolean(false)};
  if (b.impossible_) return {a, pool.boolean(true)};
  const unsigned depth = common_depth(a, b);
  const std::vector<Term> left = a.after(depth), right = b.after(depth);
  const Path before = a.prefix(depth);
  if (left.empty()) return {before, pool.boolean(true)};
  if (right.empty()) return {before, pool.boolean(false)};
  const Term left_all = all_of(pool, left), right_all = all_of(pool, right);
  const bool opposite = left[0].same(!right[0]);
  const Term is_a = opposite ? left[0] : left_all;
  // x & p | !x & q with p, q: one literal that is true if both rests are empty.
  if (opposite && left.size() == 1 && right.size() == 1) return {before, is_a};
  if (opposite) {
    const std::vector<Term> left_rest(left.begin() + 1, left.end()),
        right_rest(right.begin() + 1, right.end());
    return {before.with(ite(left[0], all_of(pool, left_rest), all_of(pool, right_rest))), is_a};
  }
  return {before.with(left_all | right_all), is_a};
}

}  // namespace pfncheck::lifting
