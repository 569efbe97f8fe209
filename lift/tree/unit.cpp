// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/unit.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "lift/adapters/embedded.hpp"
#include "lift/tree/blanked.hpp"
#include "lift/tree/digest.hpp"
#include "lift/tree/files.hpp"
#include "model/functions/functions.hpp"

namespace pfncheck {
namespace {

constexpr std::string_view memory_model = "include/asm-generic/memory_model.h";
/// The second path under which the wrapper of memory_model.h reaches the real one.
constexpr std::string_view memory_model_original = "include/asm-generic/pfncheck-original-memory_model.h";
constexpr std::string_view memory_unit = "mm/memory.c";
constexpr std::string_view huge_unit = "mm/huge_memory.c";
constexpr std::string_view huge_header = "include/linux/huge_mm.h";
constexpr std::string_view mm_header = "include/linux/mm.h";
constexpr std::string_view walk_header = "include/linux/pagewalk.h";
constexpr std::string_view powerpc_header = "arch/powerpc/include/asm/book3s/64/pgtable.h";
constexpr std::string_view rmap_header = "include/linux/rmap.h";
constexpr const char* ledger_function = "folio_add_file_rmap_ptes";
constexpr std::string_view pgtable_header = "include/linux/pgtable.h";

/// Adapters of the rules, in the order in which they are included.
constexpr std::array<std::string_view, 4> rule_adapters = {"declarations.h", "normal_page_pte.c",
                                                           "normal_page_pmd.c", "normal_page_pud.c"};

bool contains(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Position after the parenthesis that closes the one at `open`; npos if none does.
std::size_t after_parenthesis(const std::string& text, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < text.size(); ++at) {
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && --depth == 0) return at + 1;
  }
  return std::string::npos;
}

std::size_t after_blanks(const std::string& code, std::size_t at) {
  while (at < code.size() && is_blank(code[at])) ++at;
  return at;
}

bool starts_body(const std::string& code, std::size_t after_name) {
  std::size_t at = after_blanks(code, after_name);
  if (at >= code.size() || code[at] != '(') return false;
  at = after_blanks(code, after_parenthesis(code, at));
  // What sparse is told: __releases(vmf->ptl).
  while (at < code.size() && code[at] == '_') {
    at = after_blanks(code, code.find_first_of(" \t\r\n({;", at));
    if (at < code.size() && code[at] == '(') at = after_blanks(code, after_parenthesis(code, at));
  }
  return at < code.size() && code[at] == '{';
}

nlohmann::json overlay_file(const std::string& name, const std::string& contents) {
  return {{"type", "file"}, {"name", name}, {"external-contents", contents}};
}

}  // namespace

std::string SourceSide::real_path(const std::string& relative) const {
  if (patched_ != nullptr) {
    if (contains(patched_->deleted, relative)) return {};
    if (contains(patched_->changed, relative)) return patched_->folder + "/" + relative;
  }
  return tree_.root() + "/" + relative;
}

std::optional<std::string> SourceSide::text(const std::string& relative) const {
  const std::string path = real_path(relative);
  return path.empty() ? std::nullopt : read_file(path);
}

std::string SourceSide::digest() const {
  Sha256 digest;
  if (patched_ == nullptr) return "tree";
  auto changed = patched_->changed, deleted = patched_->deleted;
  std::sort(changed.begin(), changed.end());
  std::sort(deleted.begin(), deleted.end());
  for (const auto& file : changed) digest.add(file).add(text(file).value_or(""));
  digest.add("deleted");
  for (const auto& file : deleted) digest.add(file);
  return digest.hex();
}

bool defines_function(const std::string& text, const std::string& name) {
  if (text.find(name) == std::string::npos) return false;
  const std::string code = without_comments(text);
  for (std::size_t at = code.find(name); at != std::string::npos; at = code.find(name, at + 1)) {
    const char before = at == 0 ? ' ' : code[at - 1];
    if ((is_blank(before) || before == '*') && starts_body(code, at + name.size())) return true;
  }
  return false;
}

std::string missing_rule(const SourceSide& side, const std::string& unit) {
  const auto text = side.text(unit);
  if (!text) return unit + (side.is_patched() ? " is deleted by the patch" : " cannot be read");
  // Android's 5.10 has it in the header, around the rule in mm/memory.c (speculative page faults).
  const auto in_header = [&] {
    return defines_function(side.text(std::string(mm_header)).value_or(""), "vm_normal_page");
  };
  if (unit == memory_unit && !defines_function(*text, "vm_normal_page") && !in_header()) {
    return "vm_normal_page is not defined in mm/memory.c (renamed or removed?)";
  }
  return {};
}

std::vector<std::string> side_macros(const SourceSide& side, const std::string& unit) {
  std::vector<std::string> macros;
  if (unit != memory_unit) return macros;
  const std::string text = side.text(unit).value_or("");
  const std::string mm = without_comments(side.text(std::string(mm_header)).value_or(""));
  const std::string huge = side.text(std::string(huge_header)).value_or("");
  for (const char* rule : {"vm_normal_page_pmd", "vm_normal_page_pud"}) {
    if (defines_function(text, rule)) macros.push_back(std::string("-DPFNCHECK_RULE_") + rule);
  }
  // vm_ops' lookup hook: find_special_page; since 6.18 find_normal_page, where CONFIG_FIND_NORMAL_PAGE has
  // it.
  if (has_word(mm, "find_normal_page")) {
    macros.insert(macros.end(), {"-DPFNCHECK_HOOK=find_normal_page", "-DPFNCHECK_HOOK_HAS_CONFIG"});
  } else if (has_word(mm, "find_special_page")) {
    macros.emplace_back("-DPFNCHECK_HOOK=find_special_page");
  }
  // The variable that holds the zero page's pfn: zero_pfn; since 7.1 zero_page_pfn, and zero_pfn() is a
  // function.
  const std::string pgtable = without_comments(side.text(std::string(pgtable_header)).value_or(""));
  if (has_word(pgtable, "zero_page_pfn"))
    macros.emplace_back("-DPFNCHECK_ZERO_PFN=zero_page_pfn");
  else if (has_word(text, "zero_pfn"))
    macros.emplace_back("-DPFNCHECK_ZERO_PFN=zero_pfn");
  // The zero page's pfn for an address: zero_pfn() since 7.1, my_zero_pfn() before.
  macros.emplace_back(has_word(pgtable, "my_zero_pfn") ? "-DPFNCHECK_ZERO_PFN_OF=my_zero_pfn"
                                                       : "-DPFNCHECK_ZERO_PFN_OF=zero_pfn");
  // Since 6.12: the one way by which the rule is asked of PMDs of hugetlb VMAs.
  if (has_word(without_comments(side.text(std::string(walk_header)).value_or("")), "folio_walk_start"))
    macros.emplace_back("-DPFNCHECK_HAS_folio_walk");
  const std::string powerpc = side.text(std::string(powerpc_header)).value_or("");
  if (!powerpc.empty() && !has_word(powerpc, "__pmd_mkhuge"))
    macros.emplace_back("-DPFNCHECK_PMD_MKHUGE_OF_MMU");
  if (has_word(huge, "huge_zero_pfn")) macros.emplace_back("-DPFNCHECK_HAS_huge_zero_pfn");
  return macros;
}

std::vector<const Contract*> contracts_on(const SourceSide& side, const std::string& unit) {
  std::vector<const Contract*> found;
  // Before 6.8 pages are counted by functions that the ledger does not know: what it would say is no account.
  if (!has_word(without_comments(side.text(std::string(rmap_header)).value_or("")), ledger_function))
    return found;
  // Before 6.12 no PMD was special: what one stands for was known from its VMA.
  if (unit == huge_unit &&
      !has_word(without_comments(side.text(std::string(mm_header)).value_or("")), "pmd_mkspecial"))
    return found;
  const std::string text = side.text(unit).value_or("");
  for (const Contract* contract : contracts())
    if (contract->unit == unit && defines_function(text, std::string(contract->function)))
      found.push_back(contract);
  return found;
}

std::string wrapper_text(const SourceSide& side, const std::string& unit,
                         const std::set<std::string>& without) {
  std::string text = "#include \"" + side.tree().root() + "/" + unit + "\"\n";
  std::vector<const Contract*> asked = contracts_on(side, unit);
  std::erase_if(asked, [&](const Contract* c) { return without.contains(std::string(c->function)); });
  const bool has_rules = unit == memory_unit;
  if (!has_rules && asked.empty()) return text;
  const auto add = [&](std::string_view name) {
    text += "#line 1 \"pfncheck/" + std::string(name) + "\"\n" + std::string(adapter_source(name)) + "\n";
  };
  add("pfncheck.h");
  add("entries.h");
  if (has_rules)
    for (const std::string_view name : rule_adapters) add(name);
  for (const LedgerPart& part : ledger_parts)
    if (!asked.empty() && (part.unit.empty() || part.unit == unit)) add(part.name);
  for (const Contract* contract : asked) add(std::string(contract->function) + ".c");
  return text;
}

std::string overlay_text(const SourceSide& side, const std::string& scratch, bool with_wrapper) {
  const std::string root = side.tree().root() + "/";
  nlohmann::json roots = nlohmann::json::array();
  const std::string model(memory_model);
  const auto is_shown = [&](const std::string& file) { return !with_wrapper || file != model; };
  if (with_wrapper) {
    roots.push_back(overlay_file(root + model, scratch + "/memory_model.h"));
    const std::string original = side.real_path(model);
    roots.push_back(overlay_file(root + std::string(memory_model_original),
                                 original.empty() ? scratch + "/deleted.h" : original));
  }
  if (side.is_patched()) {
    for (const auto& file : side.patched()->changed) {
      if (is_shown(file)) roots.push_back(overlay_file(root + file, side.real_path(file)));
    }
    for (const auto& file : side.patched()->deleted) {
      if (is_shown(file)) roots.push_back(overlay_file(root + file, scratch + "/deleted.h"));
    }
  }
  // Under its own name, so that messages and debug information speak of the tree's file.
  const nlohmann::json overlay = {
      {"version", 0}, {"case-sensitive", "true"}, {"use-external-names", "false"}, {"roots", roots}};
  return overlay.dump(1) + "\n";
}

std::string shown_path(const KernelTree& tree, const std::string& build_folder, const std::string& path) {
  std::string_view shown = path;
  while (shown.starts_with("./")) shown.remove_prefix(2);
  for (const std::string& folder : {tree.root() + "/", build_folder + "/"}) {
    if (shown.starts_with(folder)) shown.remove_prefix(folder.size());
  }
  return shown == memory_model_original ? std::string(memory_model) : std::string(shown);
}

}  // namespace pfncheck
