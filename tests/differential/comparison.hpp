// SPDX-License-Identifier: GPL-2.0-or-later
// The same records through the Terms of a lifted function, against what compiled code answered.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lift/exec/lifted_function.hpp"
#include "model/term/aig.hpp"
#include "model/term/evaluate.hpp"
#include "tests/differential/machine_code.hpp"

namespace pfncheck::differential {

/// How often one executed block was entered, and not.
struct BlockCount {
  std::string place;  ///< "mm/memory.c:613-615 (vm_normal_page)"
  std::uint64_t taken = 0, not_taken = 0;
};

/// The variables below the formula that are addresses have the values that the program is linked with.
Term addresses_as_linked(Term formula);

/// Makes the record say what the model says of the lifted side's variables; the rest of the record stays.
void follow(const Assignment& model, Input& record);

class Comparison {
 public:
  explicit Comparison(const LiftedFunction& function);

  /// Evaluates the records and compares with the answers. With `slowly` the walking evaluator takes part too.
  void run(const std::vector<Input>& records, const std::vector<Output>& answers, bool slowly);

  std::uint64_t compared() const { return compared_; }
  std::uint64_t differences() const { return differences_; }
  const std::vector<std::string>& first_differences() const {
    return shown_;
  }  ///< at most ten, with their inputs
  const std::vector<BlockCount>& blocks() const { return blocks_; }
  /// Variables that no field of a record stands for: the answer must not depend on them.
  const std::vector<std::string>& free_variables() const { return free_names_; }

 private:
  struct Expectation {
    std::string name;
    unsigned output;  ///< of the record
  };
  std::uint64_t value_of(std::size_t variable, const Input& in, const Output& out,
                         std::uint64_t for_free) const;
  void run_lanes(const Input* records, const Output* answers, unsigned lanes, bool slowly);
  void fill(const Input* records, const Output* answers, unsigned lanes, std::uint64_t for_free);
  void check_lane(const Input& in, const Output& out, unsigned lane);
  void check_slowly(const Input& in, const Output& out, unsigned lane);
  void difference(const Input& in, const std::string& what, std::uint64_t lifted, std::uint64_t compiled);

  std::vector<Term> roots_;  ///< result, returns, beyond_bound, expected outputs, reports, trace
  std::vector<Expectation> expected_;
  std::size_t first_report_ = 0, first_trace_ = 0;
  Aig aig_;
  std::vector<int> source_;  ///< by variable: index into a record, or a negative code
  std::vector<std::string> free_names_;
  std::vector<BlockCount> blocks_;
  std::vector<std::string> shown_;
  std::uint64_t compared_ = 0, differences_ = 0;
};

}  // namespace pfncheck::differential
