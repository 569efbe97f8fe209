// SPDX-License-Identifier: GPL-2.0-or-later
// What no step changes splits the states: no step leads from a state to one in which it has another value.
// Once there are many states, those of a few values are searched to their end before those of the next: they
// fit into a processor's cache, and their memory is used again. Any thread may take the next few, since all
// that is kept of them is sums. Which failure is met first depends on the order of all states. So where a
// property fails that did not fail before, or the states are too many, nothing is kept, and the search by
// levels goes on. For the inside of solver/explore only.
#pragma once

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <vector>

#include "model/thread_time.hpp"
#include "solver/explore/expander.hpp"

namespace pfncheck::exploring {

/// Why a search must end now, although it could go on; null: it need not.
inline const char* why_to_stop(const ExploreOptions& options, double until) {
  if (options.interrupted != nullptr && *options.interrupted) return "interrupted";
  if ((until != 0 && thread_seconds() > until) || (options.late != nullptr && *options.late))
    return out_of_time;
  return nullptr;
}

template <std::size_t Words>
class Parts {
 public:
  /// `known` has looked at the states before `begin`; those from there on are `depth` steps from a start.
  Parts(Expander<Words>& known, const ExploreOptions& options, std::uint64_t begin, std::size_t depth)
      : known_(known), options_(options), begin_(begin), depth_(depth), states_(known.list().size()) {
    split();
  }

  /// Whether all parts were searched to their end, or it has to stop: then the results count. If not,
  /// somebody has to search in the order of depth.
  bool search() {
    const std::size_t threads = std::clamp<std::size_t>(options_.threads, 1, parts());
    for (std::size_t i = 0; i < threads; ++i) workers_.push_back(std::make_unique<Worker>(known_));
    const double left = options_.until == 0 ? 0 : options_.until - thread_seconds();
    const auto work = [&](Worker& worker) {
      const double until = options_.until == 0 ? 0 : thread_seconds() + left;
      for (std::size_t part = next_++; part < parts(); part = next_++)
        if (!search(worker, part, until)) return;
    };
    std::vector<std::future<void>> others;
    for (std::size_t i = 1; i < threads; ++i)
      others.push_back(std::async(std::launch::async, work, std::ref(*workers_[i])));
    work(*workers_[0]);
    for (std::future<void>& other : others) other.get();
    return !given_up_;
  }

  const char* reason() const { return reason_; }  ///< why it stopped; null: it is complete
  std::uint64_t states() const { return states_; }
  std::size_t depth() const {
    std::size_t most = 0;
    for (const auto& worker : workers_) most = std::max(most, worker->depth);
    return most;
  }
  /// At most: each thread has the largest part.
  std::uint64_t bytes() const {
    std::uint64_t most = 0;
    for (const auto& worker : workers_) most = std::max(most, worker->bytes);
    return most * workers_.size();
  }
  void add_to(Exploration& out) {
    for (const auto& worker : workers_) {
      add_counts(worker->out, out);
      for (auto& [property, starts] : worker->expander.from()) {
        std::vector<bool>& sum = known_.from()[property];
        sum.resize(starts.size());
        for (std::size_t i = 0; i < starts.size(); ++i)
          if (starts[i]) sum[i] = true;
      }
    }
  }

 private:
  static constexpr std::size_t most_parts = 256;

  struct Worker {
    Exploration out;
    Expander<Words> expander;
    std::size_t depth = 0;    ///< steps to the farthest state
    std::uint64_t bytes = 0;  ///< of the largest part

    explicit Worker(const Expander<Words>& known) : expander(known, out) {}
  };

  std::size_t parts() const { return ends_.size(); }

  /// Values that follow each other share a part until it has its share of the states that are known.
  void split() {
    const std::uint64_t size = known_.list().size();
    const std::size_t values = known_.constants().combinations().size();
    std::vector<std::uint32_t> value_of(size), count_of(values), part_of(values);
    for (std::uint64_t i = 0; i < size; ++i)
      ++count_of[value_of[i] = known_.constants().index_of(known_.list()[i])];
    std::vector<std::uint32_t> next_of;  // by part: where its next state goes
    std::uint32_t sum = 0;
    for (std::size_t v = 0; v < values; ++v) {
      if (v == 0 || sum - next_of.back() >= size / most_parts) next_of.push_back(sum);
      part_of[v] = static_cast<std::uint32_t>(next_of.size() - 1);
      sum += count_of[v];
    }
    places_.resize(size);
    for (std::uint64_t i = 0; i < size; ++i)
      places_[next_of[part_of[value_of[i]]]++] = static_cast<std::uint32_t>(i);
    ends_ = std::move(next_of);
  }

  /// Searches one part; whether the worker may go on with the next.
  bool search(Worker& worker, std::size_t part, double until) {
    StateSet<Words>& set = worker.expander.set();
    set.clear(set.list().size());  // parts are often of a size
    std::uint64_t begin = 0;
    for (std::uint32_t i = part == 0 ? 0 : ends_[part - 1]; i < ends_[part]; ++i) {
      const Key<Words>& key = known_.list()[places_[i]];
      set.insert(key, hash_of<Words>(key));
      if (places_[i] < begin_) ++begin;
    }
    std::uint64_t counted = set.list().size();
    const auto goes_on = [&] {
      const std::uint64_t size = set.list().size();
      if ((states_ += size - counted) > options_.most_states ||
          worker.expander.failures().size() > known_.failures().size())
        given_up_ = true;
      counted = size;
      worker.bytes = std::max(worker.bytes, StateSet<Words>::bytes_of(size));
      const char* why = why_to_stop(options_, until);
      if (why != nullptr) reason_ = why;
      return !given_up_ && reason_ == nullptr;
    };
    for (std::size_t depth = depth_; begin < set.list().size(); ++depth) {
      const std::uint64_t end = set.list().size();
      worker.depth = std::max(worker.depth, depth);
      for (; begin < end; begin += worker.expander.expand(begin, end, depth))
        if (!goes_on()) return false;
      worker.expander.flush();
    }
    return goes_on();
  }

  Expander<Words>& known_;
  const ExploreOptions& options_;
  const std::uint64_t begin_;
  const std::size_t depth_;
  std::vector<std::uint32_t> places_;  ///< of the states that are known: by part, then in order
  std::vector<std::uint32_t> ends_;    ///< of the parts in places_
  std::vector<std::unique_ptr<Worker>> workers_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::uint64_t> states_;
  std::atomic<bool> given_up_ = false;
  std::atomic<const char*> reason_ = nullptr;
};

}  // namespace pfncheck::exploring
