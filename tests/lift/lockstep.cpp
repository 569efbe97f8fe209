// SPDX-License-Identifier: GPL-2.0-or-later
// Pairs of functions: edits that leave what is done as it was, and edits that do not.
#include "lift/lockstep/lockstep.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "lift/exec/module.hpp"
#include "solver/ask/query.hpp"

using namespace pfncheck;

namespace {

struct Folder {
  std::string path;
  Folder() {
    path = (std::filesystem::temp_directory_path() / "pfncheck-lockstep-XXXXXX").string();
    REQUIRE(mkdtemp(path.data()) != nullptr);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  /// As units of the kernel are compiled: nothing is simplified yet.
  Module compile(const std::string& file, const std::string& side, const std::string& target) const {
    const std::string out = path + "/" + file + side + ".bc";
    const std::string command = "clang-19 --target=" + target +
                                " -std=gnu11 -O2 -ffreestanding -nostdinc -fno-discard-value-names "
                                "-fno-strict-aliasing -fwrapv -fno-delete-null-pointer-checks -Xclang "
                                "-disable-llvm-passes -g -w -c -emit-llvm " +
                                side + " -o " + out + " " PFNCHECK_SOURCE_DIR "/tests/lift/lockstep/" + file;
    REQUIRE(std::system(command.c_str()) == 0);
    return Module::read(out);
  }
};

std::map<std::string, std::string> digests(const Module& module) {
  std::map<std::string, std::string> all;
  for (const FunctionText& f : module.functions("")) all[f.name] = f.digest;
  return all;
}

/// Both sides of a file, and the functions that both define.
class Pairs {
 public:
  Pairs(const std::string& file, const std::string& target)
      : before_(folder_.compile(file, "", target)), after_(folder_.compile(file, "-DAFTER", target)) {
    const auto before = digests(before_), after = digests(after_);
    for (const auto& [name, digest] : before) {
      const auto other = after.find(name);
      if (other == after.end() || other->second != digest) options_.changed.insert(name);
      if (other != after.end()) names_.push_back(name);
    }
    for (const auto& [name, digest] : after)
      if (!before.contains(name)) options_.changed.insert(name);
    relaid_ = relaid_structs(before_, after_);
    options_.relaid = &relaid_;
    options_.proves = [this](Term formula) {
      return engine_->ask({"step", !formula}, Budget{}).status == Status::unsat;
    };
  }

  const std::vector<std::string>& names() const { return names_; }
  Lockstep ask(const std::string& name, bool printing_aside = false) const {
    LockstepOptions options = options_;
    options.printing_aside = printing_aside;
    return in_lockstep(before_, name, after_, name, options);
  }
  /// With a call on which they part, if one is found; some functions are known to be the same.
  Lockstep search(const std::string& name, const std::set<std::string>& proved) const {
    LockstepOptions options = options_;
    options.inlined = {LockstepOptions::Inlined::balancing};
    for (const std::string& one : proved) options.changed.erase(one);
    options.solve = [this](Term formula) -> std::optional<Assignment> {
      Reply reply = engine_->ask({"a call", formula}, Budget{});
      if (reply.status != Status::sat) return std::nullopt;
      return reply.model;
    };
    return in_lockstep(before_, name, after_, name, options);
  }

 private:
  Folder folder_;
  Module before_, after_;
  RelaidStructs relaid_;
  std::unique_ptr<Engine> engine_ = make_z3();
  LockstepOptions options_;
  std::vector<std::string> names_;
};

}  // namespace

TEST_CASE("Refactored functions are proved the same") {
  for (const char* target : {"x86_64-linux-gnu", "arm-linux-gnueabi", "s390x-linux-gnu"}) {
    const Pairs pairs("same.c", target);
    CHECK(pairs.names().size() > 20);
    for (const std::string& name : pairs.names()) {
      const Lockstep found = pairs.ask(name);
      INFO(target << ": " << name << "(): " << found.parting);
      CHECK(found.same);
    }
  }
}

TEST_CASE("No edit that changes what is done is called the same") {
  const std::set<std::string> helpers = {"recursive", "put_all", "fills_in_the_first_turn", "other_sum"};
  for (const char* target : {"x86_64-linux-gnu", "arm-linux-gnueabi", "s390x-linux-gnu"})
    for (const auto& [file, least] : {std::pair("different.c", 40U), std::pair("different_by_ways.c", 12U)}) {
      const Pairs pairs(file, target);
      CHECK(pairs.names().size() > least);
      for (const std::string& name : pairs.names()) {
        if (helpers.contains(name)) continue;
        const Lockstep found = pairs.ask(name);
        INFO(target << ": " << name << "()");
        CHECK_FALSE(found.same);
        CHECK_FALSE(found.parting.empty());
      }
    }
}

TEST_CASE("What is printed is put aside, but not when, and not what may be gone") {
  for (const char* target : {"x86_64-linux-gnu", "arm-linux-gnueabi", "s390x-linux-gnu"}) {
    const Pairs pairs("printed.c", target);
    CHECK(pairs.names().size() == 11);
    for (const std::string& name : pairs.names()) {
      const Lockstep found = pairs.ask(name, true);
      INFO(target << ": " << name << "(): " << found.parting);
      CHECK(found.same == name.starts_with("only"));
      CHECK_FALSE(pairs.ask(name).same);
    }
  }
}

TEST_CASE("Fields of structures that gain members are matched by name") {
  for (const char* target : {"x86_64-linux-gnu", "arm-linux-gnueabi", "s390x-linux-gnu"}) {
    const Pairs pairs("fields.c", target);
    CHECK(pairs.names().size() == 18);
    for (const std::string& name : pairs.names()) {
      const Lockstep found = pairs.ask(name);
      INFO(target << ": " << name << "(): " << found.parting);
      CHECK(found.same == name.starts_with("same"));
      if (found.same) CHECK_FALSE(found.matched_by_name.empty());
    }
  }
}

TEST_CASE("What is told of versions that part is what they do") {
  for (const char* target : {"x86_64-linux-gnu", "arm-linux-gnueabi", "s390x-linux-gnu"}) {
    const Pairs pairs("apart.c", target);
    CHECK(pairs.names().size() == 20);
    for (const std::string& name : pairs.names()) {
      if (name == "more" || name == "proved_flags") continue;
      const Lockstep found = pairs.search(name, {"proved_flags"});
      INFO(target << ": " << name << "(): " << found.parting);
      CHECK(found.call.has_value() == !name.starts_with("none"));
      if (!found.call) continue;
      CHECK_FALSE(found.same);
      CHECK(found.call->is_order == name.starts_with("order"));
      CHECK(found.call->unbalanced.size() == (name.starts_with("leaves") ? 1 : 0));
      for (const UnbalancedExit& exit : found.call->unbalanced) {
        CHECK(exit.what == "reference of a page");
        CHECK(exit.after == exit.before + 1);
      }
      const auto told = [&](const char* before, const char* after) {
        CHECK(found.call->before.front().starts_with(before));
        CHECK(found.call->after.front().starts_with(after));
      };
      if (name == "seen_given_one_more") told("map(), argument 1 is 2 (", "map(), argument 1 is 3 (");
      if (name == "seen_by_assembly") told("assembly, operand 1 is 41 (", "assembly, operand 1 is 40 (");
    }
  }
}
