// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/term/aig.hpp"

#include "model/term/gates.hpp"
#include "model/term/node.hpp"
#include "model/term/walk.hpp"

namespace pfncheck {
namespace {

Word constant_word(Term t) {
  Word word(t.is_bool() ? 1 : t.width());
  for (std::size_t i = 0; i < word.size(); ++i)
    word[i] = (t.value() >> i & 1) != 0 ? literal_true : literal_false;
  return word;
}

Word slice(const Word& word, unsigned low_bit, unsigned width) {
  const auto first = word.begin() + low_bit;
  return Word(first, first + width);
}

Word extended(Word word, unsigned width, Literal fill) {
  word.resize(width, fill);
  return word;
}

Word joined(Word low, const Word& high) {
  low.insert(low.end(), high.begin(), high.end());
  return low;
}

Word blast_unary(Circuits& make, Term t, const Word& a) {
  switch (t.op()) {
    case Op::not_:
      return make.inverted(a);
    case Op::neg:
      return make.negated(a);
    case Op::extract:
      return slice(a, t.low_bit(), t.width());
    case Op::zext:
      return extended(a, t.width(), literal_false);
    case Op::sext:
      return extended(a, t.width(), a.back());
    default:
      broken_term("Aig: not a unary operator");
  }
}

Word blast_binary(Circuits& make, Op op, const Word& a, const Word& b) {
  switch (op) {
    case Op::and_:
      return make.bitwise_and(a, b);
    case Op::or_:
      return make.bitwise_or(a, b);
    case Op::xor_:
      return make.bitwise_xor(a, b);
    case Op::eq:
      return {make.equal(a, b)};
    case Op::ult:
      return {make.below(a, b)};
    case Op::ule:
      return {make.below(b, a) ^ 1};
    case Op::slt:
      return {make.signed_below(a, b)};
    case Op::sle:
      return {make.signed_below(b, a) ^ 1};
    case Op::add:
      return make.sum(a, b);
    case Op::sub:
      return make.difference(a, b);
    case Op::mul:
      return make.product(a, b);
    case Op::udiv:
      return make.divided(a, b).quotient;
    case Op::urem:
      return make.divided(a, b).rest;
    case Op::sdiv:
      return make.signed_divided(a, b).quotient;
    case Op::srem:
      return make.signed_divided(a, b).rest;
    case Op::shl:
      return make.shifted(a, b, false, literal_false);
    case Op::lshr:
      return make.shifted(a, b, true, literal_false);
    case Op::ashr:
      return make.shifted(a, b, true, a.back());
    case Op::concat:
      return joined(b, a);
    default:
      broken_term("Aig: not a binary operator");
  }
}

}  // namespace

struct Aig::Impl {
  Gates gates;
  std::vector<Term> inputs;
  std::vector<Word> input_words;
  std::vector<Word> roots;
  std::vector<std::uint64_t> values;  // one word of lanes per node of gates

  std::uint64_t lanes(Literal literal) const {
    return values[literal >> 1] ^ (0 - std::uint64_t{literal & 1});
  }
};

Aig::Aig(std::span<const Term> roots) : impl_(std::make_unique<Impl>()) {
  const Walk walk(roots);
  std::vector<Word> words(walk.nodes.size());
  Circuits make(impl_->gates);
  impl_->inputs = variables(roots);
  std::unordered_map<const Node*, std::size_t> place;
  for (Term input : impl_->inputs) {
    Word word(input.is_bool() ? 1 : input.width());
    for (Literal& bit : word) bit = impl_->gates.input();
    place.emplace(input.node(), impl_->input_words.size());
    impl_->input_words.push_back(std::move(word));
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Term t = walk.nodes[i];
    const auto arg = [&](unsigned k) -> const Word& { return words[walk.args[i][k]]; };
    if (t.is_const())
      words[i] = constant_word(t);
    else if (t.is_var())
      words[i] = impl_->input_words[place.at(t.node())];
    else if (t.op() == Op::ite)
      words[i] = make.choose(arg(0)[0], arg(1), arg(2));
    else
      words[i] =
          t.args().size() == 1 ? blast_unary(make, t, arg(0)) : blast_binary(make, t.op(), arg(0), arg(1));
  }
  for (std::uint32_t root : walk.roots) impl_->roots.push_back(words[root]);
  impl_->values.resize(impl_->gates.nodes().size());
}

Aig::~Aig() = default;
Aig::Aig(Aig&&) noexcept = default;
Aig& Aig::operator=(Aig&&) noexcept = default;

const std::vector<Term>& Aig::inputs() const {
  return impl_->inputs;
}
std::size_t Aig::gates() const {
  return impl_->gates.count();
}

Circuit Aig::circuit() const {
  Circuit out;
  const std::vector<Gates::Gate>& nodes = impl_->gates.nodes();
  out.nodes = nodes.size();
  for (std::uint32_t i = 1; i < nodes.size(); ++i)
    if (nodes[i].a >> 1 != i) out.gates.push_back({i, nodes[i].a, nodes[i].b});
  for (const Word& word : impl_->input_words) {
    std::vector<std::uint32_t> bits;
    for (const Literal bit : word) bits.push_back(bit >> 1);
    out.inputs.push_back(std::move(bits));
  }
  out.roots.assign(impl_->roots.begin(), impl_->roots.end());
  return out;
}

void Aig::set(std::size_t input, unsigned lane, std::uint64_t value) {
  const std::uint64_t mask = std::uint64_t{1} << lane;
  const Word& word = impl_->input_words[input];
  for (std::size_t i = 0; i < word.size(); ++i) {
    std::uint64_t& lanes = impl_->values[word[i] >> 1];
    lanes = (value >> i & 1) != 0 ? lanes | mask : lanes & ~mask;
  }
}

void Aig::set_all(std::size_t input, std::uint64_t value) {
  const Word& word = impl_->input_words[input];
  for (std::size_t i = 0; i < word.size(); ++i) {
    impl_->values[word[i] >> 1] = (value >> i & 1) != 0 ? ~std::uint64_t{0} : 0;
  }
}

void Aig::run() {
  const std::vector<Gates::Gate>& nodes = impl_->gates.nodes();
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    impl_->values[i] = impl_->lanes(nodes[i].a) & impl_->lanes(nodes[i].b);
  }
}

Aig::Part Aig::part_of(std::span<const std::size_t> inputs) const {
  const std::vector<Gates::Gate>& nodes = impl_->gates.nodes();
  std::vector<bool> is_in(nodes.size()), is_read(nodes.size());
  for (const std::size_t input : inputs)
    for (const Literal bit : impl_->input_words[input]) is_in[bit >> 1] = true;
  Part part;
  for (std::uint32_t i = 1; i < nodes.size(); ++i) {
    if (is_in[i] || (!is_in[nodes[i].a >> 1] && !is_in[nodes[i].b >> 1])) continue;
    is_in[i] = is_read[nodes[i].a >> 1] = is_read[nodes[i].b >> 1] = true;
    part.gates.push_back(i);
  }
  for (const Word& root : impl_->roots)
    for (const Literal bit : root) is_read[bit >> 1] = true;
  for (std::uint32_t i = 1; i < nodes.size(); ++i)
    if (is_read[i] && !is_in[i]) part.edge.push_back(i);
  return part;
}

void Aig::run(const Part& part) {
  const std::vector<Gates::Gate>& nodes = impl_->gates.nodes();
  for (const std::uint32_t i : part.gates) {
    impl_->values[i] = impl_->lanes(nodes[i].a) & impl_->lanes(nodes[i].b);
  }
}

std::uint64_t Aig::lanes_of_node(std::uint32_t node) const {
  return impl_->values[node];
}

std::uint64_t Aig::get(std::size_t root, unsigned lane) const {
  const Word& word = impl_->roots[root];
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < word.size(); ++i) value |= (impl_->lanes(word[i]) >> lane & 1) << i;
  return value;
}

std::uint64_t Aig::lanes(std::size_t root) const {
  const Word& word = impl_->roots[root];
  if (word.size() != 1) broken_term("Aig::lanes of a root that is no bool");
  return impl_->lanes(word[0]);
}

}  // namespace pfncheck
