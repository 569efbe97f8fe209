// SPDX-License-Identifier: GPL-2.0-or-later
// Pointers as numbers and back, and their comparison.
#include <bit>

#include "lift/exec/environment.hpp"
#include "lift/exec/value.hpp"

namespace pfncheck::lifting {

Objects::Objects(Pool& pool, unsigned pointer_bits) : pool_(pool), bits_(pointer_bits) {
  absolute_ = make({.kind = Object::Kind::absolute, .name = "memory", .never_null = false});
  pages_ = make({.kind = Object::Kind::page, .name = "page"});
}

const Object* Objects::make(Object object) {
  object.id = static_cast<unsigned>(all_.size());
  all_.push_back(std::make_unique<Object>(std::move(object)));
  return all_.back().get();
}

Value Objects::null() const {
  return Value::pointer({{pool_.boolean(true), absolute_, Term(), word(0)}});
}

Value Objects::to(const Object* object, std::int64_t offset) const {
  return Value::pointer({{pool_.boolean(true), object, Term(), word(static_cast<std::uint64_t>(offset))}});
}

Value Objects::to_page(Term pfn) const {
  return Value::pointer({{pool_.boolean(true), pages_, resize(pfn, bits_), word(0)}});
}

/// The neighbour page at a constant distance is the page of another pfn.
Choice Objects::settled(Choice c) const {
  if (c.object != pages_ || page_bytes_ == 0) return c;
  const Split at = split(c.offset);
  if (at.root.empty()) {
    const std::uint64_t sign = std::uint64_t{1} << (bits_ - 1);
    const auto bytes =
        static_cast<std::int64_t>((at.constant ^ sign) - sign);  // the offset as a signed number
    const auto each = static_cast<std::int64_t>(page_bytes_);
    const std::int64_t pages = bytes >= 0 ? bytes / each : -((-bytes + each - 1) / each);
    c.index = c.index + word(static_cast<std::uint64_t>(pages));
    c.offset = word(static_cast<std::uint64_t>(bytes - pages * each));
  } else if (at.constant == 0 && std::has_single_bit(page_bytes_) &&
             trailing_zeros(at.root) >= static_cast<unsigned>(std::countr_zero(page_bytes_))) {
    c.index = c.index + ashr(at.root, word(static_cast<std::uint64_t>(std::countr_zero(page_bytes_))));
    c.offset = word(0);
  }
  return c;
}

Value Objects::moved(const Value& pointer, Term bytes) const {
  if (pointer.is_integer()) return moved(from_address(pointer.term()), bytes);
  std::vector<Choice> out = pointer.choices();
  for (Choice& c : out) {
    c.offset = c.offset + bytes;
    c = settled(c);
  }
  return Value::pointer(std::move(out));
}

/// Below it, and as far from the end, are no objects: NULL and its neighbours, error pointers.
constexpr std::uint64_t least_address = 4096;

Term Objects::address(const Choice& c) const {
  if (c.object == absolute_) return c.offset;
  Term base;
  if (c.object == pages_) {
    Environment::of(pool_).apply("&page", {c.index}, bits_, &base);
  } else {
    base = pool_.var("&" + c.object->name, bits_);
  }
  // What was looked up before could not know of this base.
  if (bases_.emplace(base.node(), Base{c.object, c.index}).second) resolved_.clear();
  return base + c.offset;
}

Term Objects::address(const Value& pointer) const {
  if (pointer.is_integer()) return pointer.term();
  const std::vector<Choice>& choices = pointer.choices();
  Term out = address(choices.back());
  for (std::size_t i = choices.size() - 1; i-- > 0;) out = ite(choices[i].guard, address(choices[i]), out);
  return out;
}

Value Objects::from_address(Term t) const {
  t = resize(t, bits_);
  const auto known = resolved_.find(t.node());
  if (known != resolved_.end()) return known->second;
  Value out = from_parts(t);
  if (!bases_.empty()) resolved_.emplace(t.node(), out);
  return out;
}

Value Objects::from_parts(Term t) const {
  const Value absolute = Value::pointer({{pool_.boolean(true), absolute_, Term(), t}});
  const auto is_absolute = [&](const Value& v) {
    return v.choices().size() == 1 && v.choices()[0].object == absolute_;
  };
  if (bases_.empty() || t.is_const()) return absolute;
  if (t.is_var()) {
    const auto it = bases_.find(t.node());
    if (it == bases_.end()) return absolute;
    return Value::pointer({{pool_.boolean(true), it->second.object, it->second.index, word(0)}});
  }
  if (t.op() == Op::add || t.op() == Op::sub) {
    const Value left = from_address(t.arg(0));
    if (!is_absolute(left)) return moved(left, t.op() == Op::add ? t.arg(1) : neg(t.arg(1)));
    if (t.op() == Op::sub) return absolute;
    const Value right = from_address(t.arg(1));
    return is_absolute(right) ? absolute : moved(right, t.arg(0));
  }
  if (t.op() == Op::ite) {
    const Value yes = from_address(t.arg(1)), no = from_address(t.arg(2));
    return is_absolute(yes) && is_absolute(no) ? absolute : choose(*this, t.arg(0), yes, no);
  }
  return absolute;
}

Term Objects::equal(const Choice& a, const Choice& b) const {
  if (a.object == b.object) {
    const Term offsets = eq(a.offset, b.offset);
    return a.index.empty() ? offsets : offsets & eq(a.index, b.index);
  }
  if (a.object != absolute_ && b.object != absolute_) return pool_.boolean(false);
  const Choice& fixed = a.object == absolute_ ? a : b;
  // No object of ours is at NULL or among the error pointers, whatever its address.
  if (fixed.offset.is_const()) return pool_.boolean(false);
  const Term can_be = ule(word(least_address), fixed.offset) & ult(fixed.offset, word(~least_address + 1));
  return can_be & eq(address(a), address(b));
}

Term Objects::equal(const Value& a, const Value& b) const {
  if (a.is_integer() && b.is_integer()) return eq(a.term(), b.term());
  const Value x = a.is_integer() ? from_address(a.term()) : a;
  const Value y = b.is_integer() ? from_address(b.term()) : b;
  Term out = pool_.boolean(false);
  for (const Choice& c : x.choices())
    for (const Choice& d : y.choices()) out = out | (c.guard & d.guard & equal(c, d));
  return out;
}

std::optional<bool> Objects::is_below(const Choice& a, const Choice& b) const {
  if ((a.object == absolute_) == (b.object == absolute_)) return {};
  const bool is_object = a.object != absolute_;
  const Term fixed = is_object ? b.offset : a.offset;
  if (is_error_pointer(fixed)) return is_object;
  if (fixed.is_const() && fixed.value() < least_address) return !is_object;
  return {};
}

bool Objects::is_error_pointer(Term t) const {
  return t.is_const() && t.width() == bits_ && t.value() >= word(~least_address + 1).value();
}

Term Objects::below(const Value& a, const Value& b, bool or_equal) const {
  const auto compare = [&](Term x, Term y) { return or_equal ? ule(x, y) : ult(x, y); };
  if (a.is_pointer() && b.is_pointer() && a.choices().size() == 1 && b.choices().size() == 1) {
    const Choice &x = a.choices()[0], &y = b.choices()[0];
    if (x.object == y.object && x.index.empty()) return compare(x.offset, y.offset);
  }
  if (!a.is_pointer() || !b.is_pointer()) return compare(address(a), address(b));
  bool is_any_decided = false;
  Term out = pool_.boolean(false);
  for (const Choice& x : a.choices())
    for (const Choice& y : b.choices()) {
      const std::optional<bool> decided = is_below(x, y);
      is_any_decided |= decided.has_value();
      out = out | (x.guard & y.guard & (decided ? pool_.boolean(*decided) : compare(address(x), address(y))));
    }
  return is_any_decided ? out : compare(address(a), address(b));
}

Term Objects::difference(Term a, Term b) const {
  if (bases_.empty() || a.width() != bits_) return Term();
  const Value x = from_address(a), y = from_address(b);
  if (x.choices().size() != 1 || y.choices().size() != 1) return Term();
  const Choice &c = x.choices()[0], &d = y.choices()[0];
  if (c.object != d.object || c.object == absolute_) return Term();
  if (c.object != pages_) return c.offset - d.offset;
  if (page_bytes_ == 0) return Term();
  return (c.index - d.index) * word(page_bytes_) + (c.offset - d.offset);
}

}  // namespace pfncheck::lifting
