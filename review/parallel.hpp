// SPDX-License-Identifier: GPL-2.0-or-later
// Independent pieces of work on a few threads, results in the order of the pieces.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "review/review.hpp"
#include "review/signal_stack.hpp"

namespace pfncheck {

/// Calls work(i) for i in [0, count) on at most `options.jobs` threads. The first exception stops the rest
/// (what runs is finished) and is thrown again; SIGINT throws Interrupted.
template <class Work>
void in_parallel(std::size_t count, const ReviewOptions& options, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex failure_lock;
  const auto worker = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        if (options.interrupted && options.interrupted()) throw Interrupted{};
        work(i);
      } catch (...) {
        const std::scoped_lock hold(failure_lock);
        if (!failure) failure = std::current_exception();
        next = count;
      }
    }
  };
  std::vector<std::jthread> threads;
  const std::size_t wanted = std::min<std::size_t>(count, std::max(1U, options.jobs));
  for (std::size_t t = 1; t < wanted; ++t)
    threads.emplace_back([&] {
      const SignalStack stack;
      worker();
    });
  worker();
  threads.clear();
  if (failure) std::rethrow_exception(failure);
}

/// The options of one of `count` pieces that run at once: threads that the others leave over are its own.
inline ReviewOptions share_of(const ReviewOptions& options, std::size_t count) {
  ReviewOptions share = options;
  share.jobs = options.jobs / static_cast<unsigned>(std::max<std::size_t>(count, 1));
  return share;
}

}  // namespace pfncheck
