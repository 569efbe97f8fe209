// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/term/walk.hpp"

#include <algorithm>

#include "model/term/node.hpp"

namespace pfncheck {
namespace {

// Positions by node: open addressing, as the walk is the inner loop of every reader.
class Positions {
 public:
  static constexpr std::uint32_t absent = ~std::uint32_t{0};

  Positions() : slots_(64) {}

  std::uint32_t find(const Node* node) const { return slots_[at(node)].position; }

  void insert(const Node* node, std::uint32_t position) {
    if (++used_ * 2 > slots_.size()) grow();
    slots_[at(node)] = {node, position};
  }

 private:
  struct Slot {
    const Node* node = nullptr;
    std::uint32_t position = absent;
  };

  std::size_t at(const Node* node) const {
    std::size_t i = node->digest.high & (slots_.size() - 1);
    while (slots_[i].node != nullptr && slots_[i].node != node) i = (i + 1) & (slots_.size() - 1);
    return i;
  }

  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.node != nullptr) slots_[at(slot.node)] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace

Walk::Walk(std::span<const Term> wanted) {
  struct Open {
    Term term;
    unsigned next = 0;
  };
  Positions positions;
  std::vector<Open> open;
  for (Term root : wanted) {
    if (positions.find(root.node()) == Positions::absent) open.push_back({root});
    while (!open.empty()) {
      Open& top = open.back();
      if (top.next < top.term.args().size()) {
        const Term arg = top.term.arg(top.next++);
        if (positions.find(arg.node()) == Positions::absent) open.push_back({arg});
        continue;
      }
      std::array<std::uint32_t, 3> places{};
      for (unsigned i = 0; i < top.term.args().size(); ++i)
        places[i] = positions.find(top.term.arg(i).node());
      positions.insert(top.term.node(), static_cast<std::uint32_t>(nodes.size()));
      nodes.push_back(top.term);
      args.push_back(places);
      open.pop_back();
    }
    roots.push_back(positions.find(root.node()));
  }
}

std::vector<Term> nodes(std::span<const Term> roots) {
  return Walk(roots).nodes;
}

std::size_t dag_size(Term root) {
  return Walk(std::span(&root, 1)).nodes.size();
}

std::vector<Term> variables(std::span<const Term> roots) {
  std::vector<Term> found = nodes(roots);
  std::erase_if(found, [](Term t) { return !t.is_var(); });
  std::sort(found.begin(), found.end(), [](Term a, Term b) { return a.name() < b.name(); });
  return found;
}

Term substitute(Term root, std::span<const std::pair<Term, Term>> replacements) {
  Positions replaced;
  for (std::uint32_t i = 0; i < replacements.size(); ++i) {
    const auto& [variable, by] = replacements[i];
    if (!variable.is_var()) broken_term("substitute: only variables can be replaced");
    if (variable.width() != by.width()) broken_term("substitute: " + variable.name() + " by another width");
    replaced.insert(variable.node(), i);
  }
  const Walk walk(std::span(&root, 1));
  std::vector<Term> rebuilt(walk.nodes.size());
  for (std::size_t i = 0; i < walk.nodes.size(); ++i) {
    const Term old = walk.nodes[i];
    if (old.is_var()) {
      const std::uint32_t place = replaced.find(old.node());
      rebuilt[i] = place == Positions::absent ? old : replacements[place].second;
      continue;
    }
    std::array<Term, 3> args;
    bool changed = false;
    for (unsigned k = 0; k < old.args().size(); ++k) {
      args[k] = rebuilt[walk.args[i][k]];
      changed = changed || !args[k].same(old.arg(k));
    }
    rebuilt[i] = changed ? old.pool().make(old.op(), std::span(args.data(), old.args().size()), old.width(),
                                           old.low_bit())
                         : old;
  }
  return rebuilt.back();
}

}  // namespace pfncheck
