// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/detect/suppressions.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "interleave/base/arena.h"
#include "interleave/base/check.h"
#include "interleave/base/text.h"

extern "C" const char* __tsan_default_suppressions() __attribute__((weak));

namespace interleave {
namespace {

// The value of `name` in the runtime's options, "a=1:b='x y'"; the last counts.
std::string OptionValue(std::string_view options, std::string_view name) {
  constexpr std::string_view kSeparators = " ,:\n\t\r";
  std::string value;
  for (size_t at = 0; at < options.size();) {
    const size_t equals = options.find('=', at);
    if (equals == std::string_view::npos) break;
    const std::string_view key = options.substr(at, equals - at);
    size_t begin = equals + 1;
    const bool quoted = begin < options.size() &&
                        (options[begin] == '\'' || options[begin] == '"');
    size_t end = quoted ? options.find(options[begin], begin + 1)
                        : options.find_first_of(kSeparators, begin);
    begin += quoted;
    if (end == std::string_view::npos) end = options.size();
    if (key == name) value = options.substr(begin, end - begin);
    at = options.find_first_not_of(kSeparators, end + quoted);
    if (at == std::string_view::npos) break;
  }
  return value;
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path);
  // The runtime, where it is linked, has said so before.
  INTERLEAVE_REQUIRE(file.is_open(),
                     "TSAN_OPTIONS=suppressions=FILE names a file that can be "
                     "read, by its full path or beside the executable");
  return {std::istreambuf_iterator<char>(file), {}};
}

// As the runtime looks for it: where it says, else beside the executable.
std::string ReadSuppressionFile(const std::string& path) {
  if (path.empty()) return {};
  std::error_code error;
  if (std::filesystem::exists(path, error)) return ReadFile(path);
  return ReadFile(
      std::filesystem::read_symlink("/proc/self/exe", error).parent_path() /
      path);
}

std::string_view TypeOf(FindingKind kind) {
  switch (kind) {
    case FindingKind::kRace:
      return "race";
    case FindingKind::kLockOrder:
      return "deadlock";
    case FindingKind::kMisuse:
      return "mutex";
    default:
      return "";
  }
}

}  // namespace

Suppressions::Suppressions(std::string_view text) {
  for (absl::string_view line : absl::StrSplit(Text(text), '\n')) {
    line = absl::StripAsciiWhitespace(line);
    const size_t colon = line.find(':');
    if (line.empty() || line[0] == '#' || colon == line.npos) continue;
    lines_.push_back({std::string(line), std::string(line.substr(0, colon)),
                      std::string(line.substr(colon + 1))});
  }
}

Suppressions& Suppressions::OfProcess() {
  static Suppressions* const all = [] {
    // What looks up names belongs to one process (explore/isolation.h).
    const OutsideArena outside;
    const char* const options = std::getenv("TSAN_OPTIONS");
    std::string text = ReadSuppressionFile(
        OptionValue(options == nullptr ? "" : options, "suppressions"));
    if (__tsan_default_suppressions != nullptr) {
      absl::StrAppend(&text, "\n", __tsan_default_suppressions());
    }
    return new Suppressions(text);
  }();
  return *all;
}

std::string_view Suppressions::Match(const Finding& finding) {
  if (empty()) return {};
  std::vector<const void*> key = finding.stack;
  for (const RelatedPlace& place : finding.places) {
    key.push_back(nullptr);
    key.insert(key.end(), place.stack.begin(), place.stack.end());
  }
  key.push_back(finding.address);
  key.push_back(
      reinterpret_cast<const void*>(static_cast<uintptr_t>(finding.kind)));
  const auto [known, is_new] = known_.try_emplace(std::move(key));
  if (is_new) {
    for (const Line& line : lines_) {
      if (!Applies(line, finding)) continue;
      known->second = line.text;
      break;
    }
  }
  return known->second;
}

bool Suppressions::Applies(const Line& line, const Finding& finding) {
  const std::string_view type = TypeOf(finding.kind);
  const bool top = type == "race" && line.type == "race_top";
  if (type.empty() || (line.type != type && !top)) return false;
  const size_t frames_max = top ? 1 : SIZE_MAX;
  if (AnyFrame(line, finding.stack, frames_max)) return true;
  for (const RelatedPlace& place : finding.places) {
    if (AnyFrame(line, place.stack, frames_max)) return true;
    if (top) return false;  // the first place is the other access
  }
  return finding.address != nullptr &&
         Matches(line.pattern, symbolizer_.Variable(finding.address));
}

bool Suppressions::AnyFrame(const Line& line,
                            const std::vector<const void*>& stack,
                            size_t frames_max) {
  for (const void* pc : stack) {
    for (const Frame& frame : symbolizer_.Resolve(pc)) {
      if (frames_max-- == 0) return false;
      if (Matches(line.pattern, frame.function) ||
          Matches(line.pattern, frame.file) ||
          Matches(line.pattern, frame.module)) {
        return true;
      }
    }
  }
  return false;
}

bool Suppressions::Matches(std::string_view pattern, std::string_view name) {
  if (name.empty()) return false;
  bool bound = !pattern.empty() && pattern.front() == '^';
  if (bound) pattern.remove_prefix(1);
  const bool to_end = !pattern.empty() && pattern.back() == '$';
  if (to_end) pattern.remove_suffix(1);
  const std::vector<std::string> parts = absl::StrSplit(Text(pattern), '*');
  for (size_t i = 0; i < parts.size(); ++i) {
    const std::string& part = parts[i];
    const bool last = i + 1 == parts.size();
    if (last && to_end) {
      return bound ? name == part : name.ends_with(part);
    }
    const size_t at = name.find(part);
    if (at == std::string_view::npos || (bound && at != 0)) return false;
    name.remove_prefix(at + part.size());
    bound = false;
  }
  return true;
}

}  // namespace interleave
