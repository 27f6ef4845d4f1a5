// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// After how many executions a strategy finds the bug of a program, as JSON
// lines: what tools/run-study makes its tables of.
//
//   study_table --list
//   study_table PROGRAM STRATEGY FIRST_SEED SEEDS EXECUTIONS
//
// Strategies are those of Options::strategy, "pct" once for each depth: "pct-1"
// to "pct-3". Each line is of one seed:
//   {"program":"peterson","strategy":"pct-3","seed":1,"outcome":"found",
//    "executions":17,"calls":20}
// Outcomes: "found", "not found" (within EXECUTIONS), "refused" (the strategy
// can't handle the program). `calls` are of the program's body: beside
// executions those before the search began anew and replays.
// Exit status: 0 done, 1 something else was found than the bug, or it was
// proven that there is none, 2 bad usage.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/nearest_name.h"
#include "interleave/base/text.h"
#include "interleave/explore/explore.h"
#include "interleave/explore/search.h"
#include "interleave/report/result_text.h"
#include "interleave/strategy/dpor.h"
#include "tests/study/study_program.h"

namespace interleave::study {
namespace {

constexpr int kNotTheBug = 1;
constexpr int kUsage = 2;

// A strategy with its parameters, a column of the table.
struct Contender {
  std::string name;
  bool ends = false;     // by itself, with a proof
  bool reduces = false;  // and may refuse a program
  std::string strategy;
  std::optional<uint32_t> depth;
};

// A name that means the same as one before it is left out.
std::vector<Contender> Contenders() {
  std::vector<Contender> contenders;
  const SearchKind* last = nullptr;
  for (const SearchKind& kind : SearchKinds()) {
    const bool is_alias = last != nullptr && last->make == kind.make;
    last = &kind;
    if (is_alias) continue;
    const std::string name(kind.name);
    if (!kind.takes_depth) {
      contenders.push_back({name, kind.ends, kind.reduces, name, std::nullopt});
      continue;
    }
    for (const uint32_t depth : {1u, 2u, 3u}) {
      contenders.push_back({absl::StrCat(name, "-", depth), kind.ends,
                            kind.reduces, name, depth});
    }
  }
  return contenders;
}

int List() {
  for (const StudyProgram& program : StudyPrograms()) {
    std::printf("%s\n", absl::StrCat("{\"program\":\"", Text(program.name),
                                     "\",\"kind\":\"", Text(program.kind),
                                     "\",\"tasks\":", program.tasks, "}")
                            .c_str());
  }
  for (const Contender& contender : Contenders()) {
    std::printf("%s\n",
                absl::StrCat("{\"strategy\":\"", contender.name, "\",\"ends\":",
                             contender.ends ? "true" : "false", "}")
                    .c_str());
  }
  return 0;
}

// Of the tasks of an execution, main among them.
bool HandlesAsMany(const Contender& contender, const StudyProgram& program) {
  const bool is_dpor =
      contender.strategy == "dpor" || contender.strategy == "optimal-dpor";
  return !is_dpor || program.tasks + size_t{1} <= DporStrategy::kTasksMax;
}

// Does the same whatever the seed, and can take long: one run stands for all.
bool Draws(const Contender& contender) {
  return contender.strategy != "rf-dpor";
}

struct Run {
  std::string outcome;  // empty: not what a study can be made of
  uint64_t executions = 0;
  uint64_t calls = 0;
};

Run RunOf(const ExploreResult& result, const Contender& contender,
          FindingKind bug) {
  if (!result.failures.empty()) {
    const Failure& failure = result.failures[0];
    if (failure.finding.kind != bug) return {};
    return {"found", failure.execution, 0};
  }
  if (!result.problems.empty()) {
    if (!contender.reduces) return {};
    return {"refused", result.executions, 0};
  }
  if (result.interrupted || result.verdict == Verdict::kVerified) return {};
  return {"not found", result.executions, 0};
}

Run TryOnce(const StudyProgram& program, const Contender& contender,
            uint64_t seed, uint64_t executions) {
  if (!HandlesAsMany(contender, program)) return {"refused", 0, 0};
  Options options;
  options.strategy = contender.strategy;
  options.depth = contender.depth;
  options.seed = seed;
  options.executions = executions;
  options.allow_single_schedule = true;
  options.allow_no_overlap = true;
  options.explain = "off";
  uint64_t calls = 0;
  const ExploreResult result = Explore(
      options,
      [&] {
        ++calls;
        program.buggy();
      },
      program.name);
  Run run = RunOf(result, contender, program.finding);
  run.calls = calls;
  if (run.outcome.empty()) {
    std::fprintf(stderr, "study_table: %s, %s, seed %s: not the bug: %s\n",
                 std::string(program.name).c_str(), contender.name.c_str(),
                 absl::StrCat(seed).c_str(), FormatResult(result).c_str());
  }
  return run;
}

int TryAll(const StudyProgram& program, const Contender& contender,
           uint64_t first_seed, uint64_t seeds, uint64_t executions) {
  Run run;
  for (uint64_t i = 0; i < seeds; ++i) {
    const uint64_t seed = first_seed + i;
    if (i == 0 || Draws(contender)) {
      run = TryOnce(program, contender, seed, executions);
    }
    if (run.outcome.empty()) return kNotTheBug;
    std::printf("%s\n",
                absl::StrCat("{\"program\":\"", Text(program.name),
                             "\",\"strategy\":\"", contender.name,
                             "\",\"seed\":", seed, ",\"outcome\":\"",
                             run.outcome, "\",\"executions\":", run.executions,
                             ",\"calls\":", run.calls, "}")
                    .c_str());
  }
  return 0;
}

int Misuse(std::string_view what) {
  std::fprintf(stderr,
               "study_table: %s\nusage: study_table --list\n"
               "       study_table PROGRAM STRATEGY FIRST_SEED SEEDS "
               "EXECUTIONS\n",
               std::string(what).c_str());
  return kUsage;
}

// The one of this name, or what to say when there is none.
template <typename Named>
const Named* FindNamed(const std::vector<Named>& all, std::string_view what,
                       std::string_view name, std::string& error) {
  std::vector<std::string> names;
  for (const Named& one : all) {
    if (one.name == name) return &one;
    names.emplace_back(one.name);
  }
  const std::string nearest = NearestName(std::string(name), names);
  error = absl::StrCat(
      "there is no ", Text(what), " \"", Text(name), "\"",
      nearest.empty() ? "; --list names them" : "; did you mean \"", nearest,
      nearest.empty() ? "" : "\"?");
  return nullptr;
}

int Main(const std::vector<std::string_view>& arguments) {
  if (arguments.size() == 1 && arguments[0] == "--list") return List();
  if (arguments.size() != 5) return Misuse("it takes --list, or 5 arguments");
  std::string error;
  const std::vector<StudyProgram> programs = StudyPrograms();
  const StudyProgram* const program =
      FindNamed(programs, "program", arguments[0], error);
  if (program == nullptr) return Misuse(error);
  const std::vector<Contender> contenders = Contenders();
  const Contender* const contender =
      FindNamed(contenders, "strategy", arguments[1], error);
  if (contender == nullptr) return Misuse(error);
  uint64_t numbers[3] = {};
  for (size_t i = 0; i < 3; ++i) {
    const std::string_view text = arguments[2 + i];
    // Without an end a search of this kind may have none.
    const bool may_be_zero = i == 0;
    if (!absl::SimpleAtoi(Text(text), &numbers[i]) ||
        (numbers[i] == 0 && !may_be_zero)) {
      return Misuse(absl::StrCat("\"", Text(text), "\" is no number from ",
                                 may_be_zero ? 0 : 1, " on"));
    }
  }
  const auto [first_seed, seeds, executions] = numbers;
  return TryAll(*program, *contender, first_seed, seeds, executions);
}

}  // namespace
}  // namespace interleave::study

int main(int argc, char** argv) {
  return interleave::study::Main({argv + 1, argv + argc});
}
