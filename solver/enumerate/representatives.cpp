// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/enumerate/representatives.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "props/origins.hpp"
#include "solver/enumerate/scenes.hpp"
#include "solver/table/table.hpp"

namespace pfncheck {
namespace {

using normal_page::Inputs;
using normal_page::Rule;

/// Flags beyond these are set at random from a fixed seed: only rules with many unknowns have that many.
constexpr unsigned exhaustive_flags = 13;
constexpr unsigned lanes = 64;

// Lane patterns of the six flags that vary within one run.
constexpr std::uint64_t lane_pattern[6] = {0xaaaaaaaaaaaaaaaa, 0xcccccccccccccccc, 0xf0f0f0f0f0f0f0f0,
                                           0xff00ff00ff00ff00, 0xffff0000ffff0000, 0xffffffff00000000};

std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// Gives the variable below an input its value, where the input is that variable or a plain image of it.
void set_input(std::map<std::string, std::uint64_t>& scene, Term input, std::uint64_t value) {
  if (input.is_var()) {
    scene[input.name()] = value;
  } else if (input.op() == Op::lshr && input.arg(1).is_const()) {
    set_input(scene, input.arg(0), value << input.arg(1).value());
  } else if (input.op() == Op::zext) {
    set_input(scene, input.arg(0), value);
  } else if (input.op() == Op::concat && input.arg(0).is_const()) {
    set_input(scene, input.arg(1), value);
  } else if (input.op() == Op::extract) {
    set_input(scene, input.arg(0), value << input.low_bit());
  }
}

std::map<std::string, std::uint64_t> scene_of(const Inputs& in, const Numbers& n) {
  std::map<std::string, std::uint64_t> scene;
  set_input(scene, in.pfn, n.pfn);
  set_input(scene, in.zero_pfn, n.zero_pfn);
  set_input(scene, in.zero_extra, n.zero_extra);
  set_input(scene, in.huge_zero_pfn, n.huge_zero_pfn);
  set_input(scene, in.highest_pfn, n.highest_pfn);
  set_input(scene, in.vm_start, n.vm_start);
  set_input(scene, in.address, n.address);
  set_input(scene, in.vm_pgoff, n.vm_pgoff);
  return scene;
}

/// A variable that no scene names gets a value that lies near the scene's pfn or at an end.
std::uint64_t other_number(const std::map<std::string, std::uint64_t>& scene, std::size_t round) {
  const auto pfn = scene.find("pfn");
  const std::uint64_t near = pfn == scene.end() ? 1 : pfn->second;
  const std::uint64_t values[] = {0, ~0ull, near + 1, near, 1, 2};
  return values[round % std::size(values)];
}

}  // namespace

Representatives::Representatives(const Rule& rule)
    : rule_(rule), valid_(base_invariants(rule.in, rule.facts) & rule.domain) {
  std::vector<Scene> all;
  for (const Numbers& n : all_numbers(rule.facts, rule.level)) all.push_back(scene_of(rule.in, n));
  keep_one_of_each_kind(std::move(all));
}

// Scenes that agree on every relation of the finest atoms, flags apart, are of one kind.
void Representatives::keep_one_of_each_kind(std::vector<Scene> all) {
  std::vector<Term> relations;
  for (const auto& atoms : {atoms_of(rule_), finer_atoms_of(rule_)})
    for (const Atom& atom : atoms) relations.push_back(atom.holds);
  Aig graph(relations);
  std::set<std::vector<bool>> kinds;
  for (std::size_t first = 0; first < all.size(); first += lanes) {
    const std::size_t count = std::min<std::size_t>(lanes, all.size() - first);
    for (std::size_t i = 0; i < graph.inputs().size(); ++i)
      for (unsigned lane = 0; lane < count; ++lane) {
        const auto found = all[first + lane].find(graph.inputs()[i].name());
        graph.set(i, lane, found == all[first + lane].end() ? 0 : found->second);
      }
    graph.run();
    for (unsigned lane = 0; lane < count; ++lane) {
      std::vector<bool> kind;
      for (std::size_t r = 0; r < relations.size(); ++r) kind.push_back(graph.lanes(r) >> lane & 1);
      if (kinds.insert(std::move(kind)).second) scenes_.push_back(all[first + lane]);
    }
  }
}

namespace {

struct Split {
  std::vector<std::size_t> flags, numbers;  ///< indices into the graph's inputs
};

Split split(const Aig& graph) {
  Split s;
  for (std::size_t i = 0; i < graph.inputs().size(); ++i)
    (graph.inputs()[i].is_bool() ? s.flags : s.numbers).push_back(i);
  return s;
}

void set_lanes(Aig& graph, std::size_t input, std::uint64_t pattern) {
  for (unsigned lane = 0; lane < lanes; ++lane) graph.set(input, lane, pattern >> lane & 1);
}

/// The first six flags vary over the lanes, the next over the rounds.
void set_flags(Aig& graph, const std::vector<std::size_t>& flags, std::uint64_t round) {
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (i >= exhaustive_flags)
      set_lanes(graph, flags[i], mix(round * 977 + i));
    else if (i >= 6)
      graph.set_all(flags[i], round >> (i - 6) & 1);
    else if (round == 0)
      set_lanes(graph, flags[i], lane_pattern[i]);
  }
}

/// Values of the graph's numbers, in the order of Split::numbers.
using NumberValues = std::vector<std::uint64_t>;

/// Settings of the numbers, less those that the roots cannot tell from an earlier one: where everything
/// beyond the flags has the same values, the roots have them too, whatever the flags are.
class ToldApart {
 public:
  ToldApart(Aig& graph, const std::vector<std::size_t>& numbers, const Aig::Part& of_flags)
      : graph_(graph), numbers_(numbers), of_flags_(of_flags) {}

  /// The new ones of up to 64 settings, in their order.
  std::vector<NumberValues> among(std::span<const NumberValues> settings) {
    for (std::size_t k = 0; k < numbers_.size(); ++k)
      for (unsigned lane = 0; lane < settings.size(); ++lane)
        graph_.set(numbers_[k], lane, settings[lane][k]);
    graph_.run();
    std::vector<NumberValues> fresh;
    for (unsigned lane = 0; lane < settings.size(); ++lane) {
      std::vector<bool> edge;
      edge.reserve(of_flags_.edge.size());
      for (const std::uint32_t node : of_flags_.edge) edge.push_back(graph_.lanes_of_node(node) >> lane & 1);
      if (known_.insert(std::move(edge)).second) fresh.push_back(settings[lane]);
    }
    return fresh;
  }

 private:
  Aig& graph_;
  const std::vector<std::size_t>& numbers_;
  const Aig::Part& of_flags_;
  std::set<std::vector<bool>> known_;
};

}  // namespace

void Representatives::visit(std::span<const Term> roots,
                            const std::function<bool(const Aig&, std::uint64_t)>& seen) const {
  std::vector<Term> all(roots.begin(), roots.end());
  all.push_back(valid_);
  Aig graph(all);
  const Split inputs = split(graph);
  const Aig::Part of_flags = graph.part_of(inputs.flags);
  const auto named = [&](const Scene& scene, std::size_t i) { return scene.find(graph.inputs()[i].name()); };
  bool others = false;
  for (std::size_t i : inputs.numbers) others = others || named(scenes_.front(), i) == scenes_.front().end();
  std::vector<NumberValues> settings;
  for (const Scene& scene : scenes_) {
    for (std::size_t again = 0; again < (others ? 6 : 1); ++again) {
      NumberValues& values = settings.emplace_back();
      for (std::size_t k = 0; k < inputs.numbers.size(); ++k) {
        const auto found = named(scene, inputs.numbers[k]);
        const std::size_t turn = again + (again > 3 ? k : 0);
        values.push_back(found != scene.end() ? found->second : other_number(scene, turn));
      }
    }
  }
  const std::size_t varying = std::min<std::size_t>(inputs.flags.size(), exhaustive_flags);
  const std::uint64_t rounds = varying <= 6 ? 1 : 1ull << (varying - 6);
  const auto visit_one = [&](const NumberValues& values) {
    for (std::size_t k = 0; k < values.size(); ++k) graph.set_all(inputs.numbers[k], values[k]);
    for (std::uint64_t round = 0; round < rounds; ++round) {
      set_flags(graph, inputs.flags, round);
      if (round == 0)
        graph.run();
      else
        graph.run(of_flags);
      if (!seen(graph, graph.lanes(roots.size()))) return false;
    }
    return true;
  };
  ToldApart told_apart(graph, inputs.numbers, of_flags);
  for (std::size_t first = 0; first < settings.size(); first += lanes) {
    const std::size_t count = std::min<std::size_t>(lanes, settings.size() - first);
    for (const NumberValues& values : told_apart.among(std::span(settings).subspan(first, count)))
      if (!visit_one(values)) return;
  }
}

}  // namespace pfncheck
