// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/term/term.hpp"

#include <array>
#include <deque>
#include <unordered_map>

#include "model/broken_invariant.hpp"
#include "model/term/fold.hpp"
#include "model/term/node.hpp"
#include "model/term/operation.hpp"

namespace pfncheck {

void broken_term(std::string_view what) {
  broken_invariant(what);
}

Op Term::op() const {
  return node_->op;
}
unsigned Term::width() const {
  return node_->width;
}
std::span<const Term> Term::args() const {
  return {node_->args.data(), node_->arity};
}
unsigned Term::id() const {
  return node_->id;
}
Pool& Term::pool() const {
  return *node_->pool;
}
Digest Term::digest() const {
  return node_->digest;
}
unsigned Term::low_bit() const {
  return node_->low_bit;
}

std::uint64_t Term::value() const {
  if (node_->op != Op::constant) broken_term("Term::value() of something that is no constant");
  return node_->value;
}

const std::string& Term::name() const {
  if (node_->op != Op::var) broken_term("Term::name() of something that is no variable");
  return *node_->name;
}

namespace {

bool same_content(const Node& a, const Node& b) {
  if (a.op != b.op || a.width != b.width || a.low_bit != b.low_bit || a.value != b.value) return false;
  for (unsigned i = 0; i < a.arity; ++i) {
    if (!a.args[i].same(b.args[i])) return false;
  }
  return true;
}

// Open addressing over the digests; never removes.
class Interned {
 public:
  Interned() : slots_(1024) {}

  /// The slot that holds a node of this content, or the free one where it belongs.
  const Node*& slot(const Node& wanted) {
    std::size_t at = wanted.digest.low & (slots_.size() - 1);
    while (slots_[at] != nullptr &&
           (slots_[at]->digest != wanted.digest || !same_content(*slots_[at], wanted))) {
      at = (at + 1) & (slots_.size() - 1);
    }
    return slots_[at];
  }

  void make_room_for(std::size_t nodes) {
    if (nodes * 2 < slots_.size()) return;
    std::vector<const Node*> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Node* node : old) {
      if (node != nullptr) slot(*node) = node;
    }
  }

 private:
  std::vector<const Node*> slots_;
};

// What was asked for before it was folded, to what came of it. A fold may ask for nodes below its operands:
// without this, one that pushes through both of them takes a time that follows the ways through a DAG.
struct Asked {
  Op op;
  std::uint8_t width, low_bit, arity;
  std::array<const Node*, 3> args;
  friend bool operator==(const Asked&, const Asked&) = default;
};
struct AskedHash {
  std::size_t operator()(const Asked& a) const {
    std::uint64_t hash =
        static_cast<std::uint64_t>(a.op) << 16 | static_cast<std::uint64_t>(a.width) << 8 | a.low_bit;
    for (unsigned i = 0; i < a.arity; ++i) hash = (hash ^ a.args[i]->digest.low) * 0x9e37'79b9'7f4a'7c15U;
    return hash ^ hash >> 32;
  }
};

struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>{}(name); }
};

// What the widths of operands must be, and the width of the result.
unsigned result_width(Op op, std::span<const Term> args, unsigned width, unsigned low_bit) {
  if (args.size() != arity(op) || args.empty()) broken_term("Pool::make: wrong number of operands");
  const unsigned w = args[0].width();
  const bool alike = args.size() < 2 || args[args.size() - 1].width() == args[args.size() - 2].width();
  if (!alike && op != Op::concat) broken_term("Pool::make: operands of different widths");
  switch (op) {
    case Op::not_:
    case Op::and_:
    case Op::or_:
    case Op::xor_:
      return w;
    case Op::eq:
      return 0;
    case Op::ite:
      if (w != 0) broken_term("Pool::make: the condition of an ite is no bool");
      return args[1].width();
    default:
      break;
  }
  if (w == 0 || args.back().width() == 0) broken_term("Pool::make: a bool where a bit-vector is needed");
  switch (op) {
    case Op::ult:
    case Op::ule:
    case Op::slt:
    case Op::sle:
      return 0;
    case Op::concat:
      if (w + args[1].width() > max_width) broken_term("Pool::make: concat is wider than 64 bits");
      return w + args[1].width();
    case Op::extract:
      if (width == 0 || low_bit + width > w) broken_term("Pool::make: extract outside of its operand");
      return width;
    case Op::zext:
    case Op::sext:
      if (width < w || width > max_width) broken_term("Pool::make: extension to an impossible width");
      return width;
    default:
      return w;
  }
}

}  // namespace

struct Pool::Impl {
  Folding folding;
  std::deque<Node> nodes;  // never moves a node
  std::deque<std::string> names;
  std::unordered_map<std::string_view, Term, NameHash, std::equal_to<>> variables;
  Interned interned;
  std::unordered_map<Asked, Term, AskedHash> folded;

  const Node* intern(Node& wanted) {
    wanted.digest = digest_of(wanted);
    interned.make_room_for(nodes.size() + 1);
    const Node*& slot = interned.slot(wanted);
    if (slot == nullptr) {
      wanted.id = static_cast<unsigned>(nodes.size());
      slot = &nodes.emplace_back(wanted);
    }
    return slot;
  }
};

Pool::Pool() : Pool(Folding::on) {}
Pool::Pool(Folding folding) : impl_(std::make_unique<Impl>()) {
  impl_->folding = folding;
}
Pool::~Pool() = default;

std::size_t Pool::size() const {
  return impl_->nodes.size();
}

Term Pool::boolean(bool value) {
  Node node;
  node.value = value ? 1 : 0;
  node.pool = this;
  return Term(impl_->intern(node));
}

Term Pool::constant(unsigned width, std::uint64_t value) {
  if (width > max_width) broken_term("Pool::constant: wider than 64 bits");
  Node node;
  node.width = static_cast<std::uint8_t>(width);
  node.value = value & mask_of(width);
  node.pool = this;
  return Term(impl_->intern(node));
}

Term Pool::var(std::string_view name, unsigned width) {
  if (width > max_width) broken_term("Pool::var: wider than 64 bits");
  if (auto known = impl_->variables.find(name); known != impl_->variables.end()) {
    if (known->second.width() != width) {
      broken_term("Pool::var: " + std::string(name) + " asked for again with another width");
    }
    return known->second;
  }
  Node node;
  node.op = Op::var;
  node.width = static_cast<std::uint8_t>(width);
  node.name = &impl_->names.emplace_back(name);
  node.pool = this;
  node.digest = digest_of(node);
  node.id = static_cast<unsigned>(impl_->nodes.size());
  const Term variable(&impl_->nodes.emplace_back(node));
  impl_->variables.emplace(*node.name, variable);
  return variable;
}

Term Pool::find_var(std::string_view name) const {
  const auto known = impl_->variables.find(name);
  return known != impl_->variables.end() ? known->second : Term();
}

Term Pool::make(Op op, std::span<const Term> args, unsigned width, unsigned low_bit) {
  Node node;
  node.op = op;
  node.width = static_cast<std::uint8_t>(result_width(op, args, width, low_bit));
  node.low_bit = static_cast<std::uint8_t>(op == Op::extract ? low_bit : 0);
  node.arity = static_cast<std::uint8_t>(args.size());
  node.pool = this;
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (args[i].node()->pool != this) broken_term("Pool::make: operands of different pools");
    node.args[i] = args[i];
  }
  if (impl_->folding == Folding::on) {
    Asked asked{node.op, node.width, node.low_bit, node.arity, {}};
    for (std::size_t i = 0; i < args.size(); ++i) asked.args[i] = args[i].node();
    if (const auto known = impl_->folded.find(asked); known != impl_->folded.end()) return known->second;
    if (const Term folded = fold(node); !folded.empty()) {
      impl_->folded.emplace(asked, folded);
      return folded;
    }
  }
  return Term(impl_->intern(node));
}

}  // namespace pfncheck
