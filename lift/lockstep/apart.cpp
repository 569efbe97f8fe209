// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/apart.hpp"

#include <fmt/format.h>
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <tuple>

#include "lift/exec/constant_text.hpp"
#include "lift/lockstep/expressions.hpp"
#include "lift/lockstep/net.hpp"
#include "lift/lockstep/words.hpp"
#include "model/vocabulary/balance.hpp"

namespace pfncheck::lifting {

namespace {

constexpr unsigned worlds_of_a_clue = 8, grown_worlds = 1500, most_looked_around = 16, most_pairs = 600;

/// No callee says yes and no to one question.
bool is_of_one_mind(const Trial& trial) {
  std::map<std::uint64_t, std::uint64_t> said;
  return std::ranges::all_of(trial.trace, [&](const Step& step) {
    if (!step.has_result || !step.at->getType()->isIntegerTy(1)) return true;
    return said.emplace(step.call, step.result).first->second == step.result;
  });
}

/// Exits as callers tell them apart.
enum class Exit { returns, zero, error, other };

Exit exit_of(const Trial& trial, const llvm::Function& function) {
  if (!trial.has_value) return Exit::returns;
  if (trial.value == 0) return Exit::zero;
  const llvm::Type& type = *function.getReturnType();
  const unsigned bits = type.isPointerTy() ? function.getParent()->getDataLayout().getPointerSizeInBits(0)
                                           : type.getIntegerBitWidth();
  const std::uint64_t all = bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
  return bits > 8 && trial.value > all - 4095 ? Exit::error : Exit::other;
}

/// What each exit of the version before leaves, over many worlds: one net where all worlds agree.
class Exits {
 public:
  explicit Exits(llvm::Function& function) : function_(function) {}

  void add(const Trial& trial) {
    if (!trial.returned) return;
    nets_[exit_of(trial, function_)].insert({net_of(trial, layout()), called(trial)});
  }

  /// Whether some exit of the kind that was seen leaves `net` of it, having called none but `names`: whoever
  /// it is left to was among them. How many of more than one is what the caller asked for: then any number
  /// that is taken, or given back, is like it.
  bool any_leaves(Exit exit, std::string_view what, std::int64_t net,
                  const std::set<std::string>& names) const {
    const auto known = nets_.find(exit);
    if (known == nets_.end()) return false;
    return std::ranges::any_of(known->second, [&](const Left& one) {
      const auto of = one.net.find(what);
      const std::int64_t left = of == one.net.end() ? 0 : of->second;
      return (left == net || (net > 1 && left > 1) || (net < -1 && left < -1)) &&
             std::ranges::includes(names, one.called);
    });
  }
  /// Whether every one does.
  bool all_leave(Exit exit, std::string_view what, std::int64_t net) const {
    const auto known = nets_.find(exit);
    if (known == nets_.end()) return false;
    return std::ranges::all_of(known->second, [&](const Left& one) {
      const auto of = one.net.find(what);
      return (of == one.net.end() ? 0 : of->second) == net;
    });
  }
  /// Whether all of every kind do.
  bool every_one_leaves(std::string_view what, std::int64_t net) const {
    return std::ranges::all_of(nets_,
                               [&](const auto& of_kind) { return all_leave(of_kind.first, what, net); });
  }
  bool knows(Exit exit) const { return nets_.contains(exit); }
  const llvm::DataLayout& layout() const { return function_.getParent()->getDataLayout(); }

 private:
  llvm::Function& function_;
  struct Left {
    Net net;
    std::set<std::string> called;
    auto operator<=>(const Left&) const = default;
  };
  std::map<Exit, std::set<Left>> nets_;
};

// Two traces.

/// Plain writes between two other effects have no order or size that others could rely on: each run of them
/// is the bytes that it leaves.
std::vector<Step> in_order(const Trial& trial, const llvm::DataLayout& layout) {
  std::vector<Step> steps, copies;
  std::map<std::uint64_t, std::uint64_t> bytes;
  const auto end_run = [&] {
    Step run;
    run.what = "bytes";
    for (const auto& [address, byte] : bytes) run.arguments.insert(run.arguments.end(), {address, byte});
    if (!bytes.empty()) steps.push_back(std::move(run));
    std::ranges::stable_sort(copies, {}, &Step::arguments);
    steps.insert(steps.end(), copies.begin(), copies.end());
    bytes.clear();
    copies.clear();
  };
  for (const Step& step : trial.trace) {
    const auto* store = step.at == nullptr ? nullptr : llvm::dyn_cast<llvm::StoreInst>(step.at);
    if (!step.is_write) {
      end_run();
      steps.push_back(step);
    } else if (store != nullptr) {
      const auto size = layout.getTypeStoreSize(store->getValueOperand()->getType()).getFixedValue();
      for (std::uint64_t k = 0; k < size; ++k)
        bytes[step.arguments[0] + (layout.isBigEndian() ? size - 1 - k : k)] =
            (step.arguments[1] >> (8 * k)) & 0xff;
    } else if (llvm::isa_and_nonnull<llvm::MemSetInst>(step.at)) {
      for (std::uint64_t k = 0; k < step.arguments[2]; ++k)
        bytes[step.arguments[0] + k] = step.arguments[1] & 0xff;
    } else {
      copies.push_back(step);
    }
  }
  end_run();
  return steps;
}

std::size_t first_difference(const Trial& a, const Trial& b) {
  const auto found = std::ranges::mismatch(a.trace, b.trace);
  return static_cast<std::size_t>(found.in1 - a.trace.begin());
}

/// All that is done, whatever the order; of plain writes what is in memory in the end.
bool do_the_same(const Trial& a, const Trial& b) {
  const auto sorted = [](const Trial& trial) {
    std::vector<std::tuple<std::string, std::vector<std::uint64_t>, std::vector<std::uint64_t>>> all;
    for (const Step& step : trial.trace)
      if (!step.is_write) all.emplace_back(step.what, step.arguments, step.contents);
    std::ranges::sort(all);
    return all;
  };
  return a.returned == b.returned && a.has_value == b.has_value && (!a.returned || a.value == b.value) &&
         a.written == b.written && sorted(a) == sorted(b);
}

bool is_equal(const Trial& a, const Trial& b, const llvm::DataLayout& layout) {
  return do_the_same(a, b) && std::ranges::equal(in_order(a, layout), in_order(b, layout));
}

class Search {
 public:
  Search(llvm::Function& before, llvm::Function& after, const WalkOptions& options)
      : before_(before), after_(after), options_(options), exits_(before) {}

  std::optional<Apart> run(const std::vector<Clue>& clues) {
    for (const Clue& clue : clues) {
      const std::optional<Assignment> values = options_.solve ? options_.solve(clue.reached) : std::nullopt;
      if (!values) continue;
      for (std::uint64_t seed = 0; seed < worlds_of_a_clue; ++seed) try_world(world_of(clue, *values, seed));
    }
    grow();
    judge_exits();
    if (!best_) return std::nullopt;
    explain(*best_);
    return std::move(best_);
  }

 private:
  World world_of(const Clue& clue, const Assignment& values, std::uint64_t seed) const {
    const bool big = exits_.layout().isBigEndian();
    World world{seed, {}, {}, {}};
    for (unsigned i = 0; i < clue.arguments.size(); ++i)
      world.arguments[i] = evaluate(clue.arguments[i], values);
    for (unsigned i = 0; i < clue.results.size(); ++i)
      if (!clue.results[i].empty()) world.results[i] = evaluate(clue.results[i], values);
    for (const Clue::Answer& answer : clue.answers) {
      std::vector<std::uint64_t> arguments;
      for (const Term& argument : answer.arguments) arguments.push_back(evaluate(argument, values));
      world.answers[call_number(answer.call, arguments)] = evaluate(answer.result, values);
    }
    for (const MemoryRead& read : clue.reads) {
      const std::uint64_t address = evaluate(read.address, values), value = evaluate(read.value, values);
      for (unsigned k = 0; k < read.bytes; ++k)
        world.memory.emplace(address + (big ? read.bytes - 1 - k : k),
                             static_cast<std::uint8_t>(value >> (8 * k)));
    }
    return world;
  }

  /// Worlds that lead to new ways through either side are kept, and changed in one place.
  void grow() {
    for (const llvm::Function* side : {&before_, &after_}) find_numbers(*side);
    std::uint64_t state = 0x243f6a8885a308d3;
    const auto random = [&](std::uint64_t below) {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      return below == 0 ? 0 : state % below;
    };
    for (unsigned turn = 0; turn < grown_worlds; ++turn) {
      if (pool_.empty() || turn % 8 == 0) {
        try_world({1000 + turn, {}, {}, {}});
        continue;
      }
      const Seen& parent = pool_[random(pool_.size())];
      World world = parent.world;
      for (std::uint64_t changes = 1 + random(2); changes > 0; --changes) {
        const std::uint64_t number = numbers_[random(numbers_.size())];
        const std::uint64_t kind = random(4);
        if (kind == 0 && before_.arg_size() > 0)
          world.arguments[static_cast<unsigned>(random(before_.arg_size()))] = number;
        else if (kind < 3 && parent.answers > 0)
          world.results[static_cast<unsigned>(random(parent.answers))] = number;
        else if (!parent.reads.empty())
          set(world, parent.reads[random(parent.reads.size())], number);
      }
      try_world(world);
    }
  }

  void set(World& world, const std::pair<std::uint64_t, unsigned>& read, std::uint64_t number) const {
    for (unsigned k = 0; k < read.second; ++k) {
      const unsigned at = exits_.layout().isBigEndian() ? read.second - 1 - k : k;
      world.memory[read.first + at] = static_cast<std::uint8_t>(number >> (8 * k));
    }
  }

  /// What the code compares with.
  void find_numbers(const llvm::Function& function) {
    if (numbers_.empty())
      numbers_ = {0,
                  0,
                  1,
                  1,
                  2,
                  0 - std::uint64_t{1},
                  0 - std::uint64_t{12},
                  0 - std::uint64_t{14},
                  0xffff800000001000,
                  0xffff800000002000};
    for (const llvm::BasicBlock& block : function)
      for (const llvm::Instruction& i : block)
        for (const llvm::Use& use : i.operands())
          if (const auto* number = llvm::dyn_cast<llvm::ConstantInt>(use.get());
              number != nullptr && number->getBitWidth() > 1 && number->getBitWidth() <= 64 &&
              numbers_.size() < 200 &&
              (llvm::isa<llvm::ICmpInst>(i) || llvm::isa<llvm::SwitchInst>(i) ||
               i.getOpcode() == llvm::Instruction::And)) {
            numbers_.push_back(number->getZExtValue());
            numbers_.push_back(number->getZExtValue() + 1);
          }
  }

  /// The worst that was found is kept: a release that is missing, then another behaviour, then an order.
  void try_world(const World& world) {
    std::optional<Trial> a = try_out(before_, world, options_.silent),
                         b = try_out(after_, world, options_.silent);
    if (a && !is_absurd(*a) && is_of_one_mind(*a)) exits_.add(*a);
    bool is_new = false;
    for (const std::optional<Trial>* side : {&a, &b})
      if (*side)
        for (const auto& decision : (*side)->decisions) is_new = ways_.insert(decision).second || is_new;
    if (is_new) {
      const Trial& longer = a && (!b || a->trace.size() >= b->trace.size()) ? *a : *b;
      unsigned answers = 0;
      for (const Step& step : longer.trace) answers += step.is_write ? 0 : 1;
      pool_.push_back({world, longer.reads, answers});
    }
    if (!a || !b || is_equal(*a, *b, exits_.layout()) || a->overlaps || b->overlaps ||
        rests_on_leftovers(*a, *b, world))
      return;
    if (!a->made_bool.empty() || !b->made_bool.empty()) {
      World possible = world;
      for (const auto* side : {&*a, &*b})
        for (const auto& [address, byte] : side->made_bool) possible.memory[address] = byte;
      const bool is_new_world = possible.memory != world.memory;
      if (is_new_world) return try_world(possible);
    }
    Apart found{world, std::move(*a), std::move(*b), 0, false, {}, {}};
    found.first = first_difference(found.before, found.after);
    found.is_order = do_the_same(found.before, found.after);
    constexpr unsigned most_alike = 6;
    if (!found.is_order && found.after.returned) {
      const std::pair nets(net_of(found.before, exits_.layout()), net_of(found.after, exits_.layout()));
      if (nets.first != nets.second && ++alike_[nets] <= most_alike) candidates_.push_back(found);
    }
    if (!best_ || (best_->is_order && !found.is_order)) best_ = std::move(found);
  }

  /// What the version before does with what it never set is nothing that anybody can rely on.
  bool rests_on_leftovers(const Trial& before, const Trial& after, const World& world) const {
    World other = world;
    for (other.leftovers = 1; other.leftovers < 4; ++other.leftovers) {
      const std::optional<Trial> again = try_out(before_, other, options_.silent);
      if (!again || !does_alike(before, *again) || again->trace.size() != before.trace.size()) return true;
      // The first that differs is what a callee is given room for.
      const std::size_t k = first_difference(before, after);
      if (k >= before.trace.size() || k >= after.trace.size()) continue;
      const Step &was = before.trace[k], &is = after.trace[k];
      if (was.what == is.what && was.arguments == is.arguments && was.contents != again->trace[k].contents)
        return true;
    }
    return false;
  }

  /// But for what is in the locals that callees are given.
  static bool does_alike(Trial a, Trial b) {
    for (Trial* trial : {&a, &b})
      for (Step& step : trial->trace) step.contents.clear();
    return a.returned == b.returned && a.has_value == b.has_value && (!a.returned || a.value == b.value) &&
           a.written == b.written && a.trace == b.trace;
  }

  /// Once all exits of the version before are known that were found.
  void judge_exits() {
    unsigned looked_around = 0;
    for (Apart& candidate : candidates_) {
      find_unbalanced(candidate);
      if (candidate.unbalanced.empty()) continue;
      if (++looked_around > most_looked_around) return;
      look_around(candidate);
      find_unbalanced(candidate);
      if (candidate.unbalanced.empty()) continue;
      best_ = std::move(candidate);
      return;
    }
  }

  /// Exits that the version before has in worlds near this one: a patch that changes a condition makes it
  /// take another of its own ways.
  void look_around(const Apart& found) {
    // Equal calls get equal answers in them: no callee changes its mind to leave something behind.
    World plain = found.world;
    std::set<std::uint64_t> calls;
    for (const Trial* side : {&found.before, &found.after})
      for (const Step& step : side->trace)
        if (step.has_result && calls.insert(step.call).second) plain.answers[step.call] = step.result;
    plain.results.clear();
    const std::array numbers{std::uint64_t{0},     std::uint64_t{1},      std::uint64_t{2},
                             0 - std::uint64_t{1}, 0 - std::uint64_t{12}, std::uint64_t{0xffff800000003000}};
    std::vector<std::function<void(World&)>> changes;
    std::uint64_t place = 0;
    // Pointers lead to places of their own: what a caller lets overlap is no way to leave something behind.
    const auto own = [&](std::uint64_t number) {
      return number >> 16 == 0xffff80000000 ? number + 0x10000 * ++place : number;
    };
    for (const std::uint64_t number : numbers) {
      for (const std::uint64_t call : calls)
        changes.emplace_back([call, value = own(number)](World& world) { world.answers[call] = value; });
      for (unsigned i = 0; i < before_.arg_size(); ++i)
        changes.emplace_back([i, value = own(number)](World& world) { world.arguments[i] = value; });
      for (const Trial* side : {&found.before, &found.after})
        for (const auto& read : side->reads)
          changes.emplace_back([this, read, value = own(number)](World& world) { set(world, read, value); });
    }
    const auto look = [&](const World& world) {
      const std::optional<Trial> trial = try_out(before_, world, options_.silent);
      if (trial && !is_absurd(*trial)) exits_.add(*trial);
    };
    look(plain);
    for (const auto& change : changes) {
      World world = plain;
      change(world);
      look(world);
    }
    // And two changes at once.
    std::uint64_t state = 0x9e3779b97f4a7c15;
    for (unsigned turn = 0; turn < most_pairs && !changes.empty(); ++turn) {
      World world = plain;
      for (unsigned k = 0; k < 2; ++k) {
        state = state * 6364136223846793005 + 1442695040888963407;
        changes[(state >> 33) % changes.size()](world);
      }
      look(world);
    }
  }

  void find_unbalanced(Apart& found) {
    found.unbalanced.clear();
    if (is_absurd(found.before) || is_absurd(found.after) || !is_one_way(found.before, found.after)) return;
    const Net of_before = net_of(found.before, exits_.layout()),
              of_after = net_of(found.after, exits_.layout());
    const Exit exit = exit_of(found.after, after_);
    const std::set<std::string> names = called(found.after);
    std::set<std::string_view> kinds;
    for (const Net* net : {&of_before, &of_after})
      for (const auto& [what, count] : *net) kinds.insert(what);
    for (const std::string_view what : kinds) {
      const auto count = [&](const Net& net) {
        const auto of = net.find(what);
        return of == net.end() ? std::int64_t{0} : of->second;
      };
      const std::int64_t was = count(of_before), is = count(of_after);
      if (was == is) continue;
      // What an exit of the version before leaves too is how the function hands things over, or is not new;
      // and a patch that mends an exit leaves it as the others are.
      // An error exit that is balanced now was mended, unless giving back is what every exit is for.
      if (is == 0 && exit == Exit::error && (was > 0 || !exits_.every_one_leaves(what, was))) continue;
      const bool was_balanced = was == 0 && found.before.returned;
      const bool others_are = exits_.knows(exit) && exits_.all_leave(exit, what, was);
      if (exits_.any_leaves(exit, what, is, names) || !(was_balanced || others_are)) continue;
      Unbalanced exit_found{std::string(what), static_cast<int>(was), static_cast<int>(is)};
      const std::vector<Step>& steps = found.after.trace;
      // What several ways share stands in no line.
      for (std::size_t k = std::min(found.first + 1, steps.size()); k > 0 && exit_found.at == nullptr; --k)
        if (const llvm::DebugLoc& line = steps[k - 1].at->getDebugLoc(); line && line.getLine() != 0)
          exit_found.at = steps[k - 1].at;
      const bool is_last = found.first >= steps.size() || steps[found.first].at != exit_found.at;
      if (is_last && !found.after.decisions.empty()) exit_found.decision = found.after.decisions.back().first;
      found.unbalanced.push_back(std::move(exit_found));
    }
  }

  bool still_parts(const World& world, const Apart& found) const {
    const std::optional<Trial> a = try_out(before_, world, options_.silent),
                               b = try_out(after_, world, options_.silent);
    if (!a || !b || is_equal(*a, *b, exits_.layout()) || do_the_same(*a, *b) != found.is_order ||
        a->overlaps || b->overlaps)
      return false;
    const std::size_t first = first_difference(*a, *b);
    const auto what = [](const Trial& trial, std::size_t k) {
      return k < trial.trace.size() ? trial.trace[k].what : std::string();
    };
    return what(*a, first) == what(found.before, found.first) &&
           what(*b, first) == what(found.after, found.first) &&
           (found.unbalanced.empty() || net_of(*b, exits_.layout()) == net_of(found.after, exits_.layout()));
  }

  /// Everything is set to 0 that the difference does not rest on; what is left is told.
  void explain(Apart& found) {
    World world = found.world;
    const std::size_t shared = std::min(found.first, found.before.trace.size());
    for (unsigned i = 0; i < before_.arg_size(); ++i)
      if (!world.arguments.contains(i)) {
        World fixed = world;
        fixed.arguments[i] = 0;
        if (still_parts(fixed, found)) world = fixed;
      } else if (world.arguments[i] != 0) {
        World fixed = world;
        fixed.arguments[i] = 0;
        if (still_parts(fixed, found)) world = fixed;
      }
    for (unsigned k = 0; k < shared; ++k) {
      if (!found.before.trace[k].has_result) continue;
      World fixed = world;
      fixed.results[found.before.trace[k].answer] = 0;
      if (still_parts(fixed, found)) world = fixed;
    }
    // Answers that maintainers know in the place of those that a solver takes.
    for (auto& [k, chosen] : world.results)
      for (const std::uint64_t plain : {std::uint64_t{1}, 0 - std::uint64_t{12}}) {
        if (chosen == 0 || chosen == 1) break;
        World fixed = world;
        fixed.results[k] = plain;
        if (!still_parts(fixed, found)) continue;
        chosen = plain;
        break;
      }
    std::optional<Trial> a = try_out(before_, world, options_.silent),
                         b = try_out(after_, world, options_.silent);
    if (!a || !b) return;
    found.world = world;
    found.before = std::move(*a);
    found.after = std::move(*b);
    found.first = first_difference(found.before, found.after);
    for (const llvm::Argument& argument : before_.args()) {
      const auto chosen = world.arguments.find(argument.getArgNo());
      if (chosen == world.arguments.end() || chosen->second == 0) continue;
      found.when.push_back(fmt::format(
          "{} = {}",
          argument.hasName() ? argument.getName().str() : fmt::format("argument {}", argument.getArgNo() + 1),
          number_in_words(chosen->second, *argument.getType(), exits_.layout())));
    }
    for (std::size_t k = 0; k < std::min(found.first, found.before.trace.size()); ++k) {
      const Step& step = found.before.trace[k];
      const auto chosen = world.results.find(step.answer);
      const bool is_free = chosen != world.results.end() && chosen->second == 0;
      if (!step.has_result || (is_free && !matters(world, found, step.answer))) continue;
      const std::string what = step.what.ends_with("()")            ? step.what
                               : llvm::isa<llvm::LoadInst>(step.at) ? "a volatile read"
                                                                    : "assembly";
      found.when.push_back(fmt::format("{} gives {}", what,
                                       number_in_words(step.result, *step.at->getType(), exits_.layout())));
    }
  }

  /// Whether another answer than 0 hides the difference.
  bool matters(const World& world, const Apart& found, unsigned k) const {
    for (const std::uint64_t other :
         {std::uint64_t{1}, ~std::uint64_t{11}, std::uint64_t{0xffff800000001000}}) {
      World changed = world;
      changed.results[k] = other;
      if (!still_parts(changed, found)) return true;
    }
    return false;
  }

  llvm::Function &before_, &after_;
  const WalkOptions& options_;
  Exits exits_;
  struct Seen {
    World world;
    std::vector<std::pair<std::uint64_t, unsigned>> reads;
    unsigned answers;
  };
  std::vector<Seen> pool_;
  std::vector<std::uint64_t> numbers_;
  std::set<std::pair<const llvm::Instruction*, unsigned>> ways_;
  std::vector<Apart> candidates_;
  std::map<std::pair<Net, Net>, unsigned> alike_;
  std::optional<Apart> best_;
};

}  // namespace

std::optional<Apart> find_apart(llvm::Function& before, llvm::Function& after, const std::vector<Clue>& clues,
                                const WalkOptions& options) {
  const auto text = [](const llvm::Type* type) { return type_text(*type); };
  if (before.arg_size() != after.arg_size() || text(before.getReturnType()) != text(after.getReturnType()))
    return std::nullopt;
  for (unsigned i = 0; i < before.arg_size(); ++i)
    if (text(before.getArg(i)->getType()) != text(after.getArg(i)->getType()) ||
        !(before.getArg(i)->getType()->isPointerTy() || before.getArg(i)->getType()->isIntegerTy()))
      return std::nullopt;
  return Search(before, after, options).run(clues);
}

}  // namespace pfncheck::lifting
