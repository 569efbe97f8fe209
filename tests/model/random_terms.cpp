// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/model/random_terms.hpp"

#include <map>

#include "model/term/operation.hpp"

namespace pfncheck::test {
namespace {

constexpr unsigned widths[] = {0, 1, 3, 8, 32, 64};

class Generator {
 public:
  Generator(Pool& pool, std::uint64_t seed, bool wide) : pool_(pool), random_(seed), wide_(wide) {
    for (const unsigned width : widths) {
      const std::string suffix = std::to_string(width);
      by_width_[width] = {pool.var("a" + suffix, width), pool.var("b" + suffix, width),
                          pool.constant(width, random_.value()), pool.constant(width, random_.value())};
    }
  }

  Term next() {
    const Term made = make(static_cast<Op>(2 + random_.below(static_cast<unsigned>(Op::sext) - 1)));
    by_width_[made.width()].push_back(made);
    return made;
  }

 private:
  Term pick(unsigned width) {
    std::vector<Term>& known = by_width_[width];
    if (known.empty()) known.push_back(pool_.var("c" + std::to_string(width), width));
    return known[random_.below(static_cast<unsigned>(known.size()))];
  }

  unsigned any_width() { return widths[random_.below(std::size(widths))]; }
  unsigned word_width() { return widths[1 + random_.below(std::size(widths) - 1)]; }

  Term make(Op op) {
    if (op <= Op::xor_) return build(op, any_width(), arity(op));
    switch (op) {
      case Op::ite:
        return choice(pick(0), any_width());
      case Op::eq:
        return build(op, any_width(), 2);
      case Op::mul:
      case Op::udiv:
      case Op::urem:
      case Op::sdiv:
      case Op::srem:
        return build(op, wide_ ? word_width() : widths[1 + random_.below(3)], 2);
      case Op::concat: {
        const std::array<Term, 2> parts{pick(widths[1 + random_.below(3)]),
                                        pick(widths[1 + random_.below(4)])};
        return pool_.make(op, parts);
      }
      case Op::extract: {
        const Term whole = pick(word_width());
        const unsigned low_bit = random_.below(whole.width());
        return pool_.make(op, std::span(&whole, 1), 1 + random_.below(whole.width() - low_bit), low_bit);
      }
      case Op::zext:
      case Op::sext: {
        const Term narrow = pick(word_width());
        const unsigned more = 64 - narrow.width();
        return pool_.make(op, std::span(&narrow, 1),
                          narrow.width() + (more == 0 ? 0 : random_.below(more + 1)));
      }
      default:
        return build(op, word_width(), arity(op));
    }
  }

  Term choice(Term c, unsigned width) {
    const Term t = pick(width), e = pick(width);
    return ite(c, t, e);
  }

  Term build(Op op, unsigned width, unsigned count) {
    std::array<Term, 2> args{pick(width), Term{}};
    if (count == 2) args[1] = pick(width);
    return pool_.make(op, std::span(args.data(), count));
  }

  Pool& pool_;
  Random random_;
  bool wide_;
  std::map<unsigned, std::vector<Term>> by_width_;
};

}  // namespace

std::vector<Term> random_terms(Pool& pool, std::uint64_t seed, unsigned count, bool wide) {
  Generator generator(pool, seed, wide);
  std::vector<Term> terms;
  for (unsigned i = 0; i < count; ++i) terms.push_back(generator.next());
  return terms;
}

Assignment random_values(std::span<const Term> roots, Random& random) {
  Assignment values;
  for (Term v : variables(roots)) values[v.name()] = random.value() & mask_of(v.width());
  return values;
}

}  // namespace pfncheck::test
