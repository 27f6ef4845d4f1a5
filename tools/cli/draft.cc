// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/draft.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "interleave/schedule/schedule.h"
#include "tools/cli/complaint.h"
#include "tools/cli/draft_text.h"
#include "tools/cli/schedule_input.h"
#include "tools/cli/schedule_script.h"
#include "tools/cli/temporary_folder.h"
#include "tools/cli/test_binary.h"
#include "tools/cli/text_file.h"

namespace interleave::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::string TextOf(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : "";
}

Json ListOf(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_array() ? *found : Json::array();
}

// "reset lock mutex 1  (pool.cc:12)", for each step that is told.
std::vector<std::string> StoryLines(const Json& finding) {
  std::vector<std::string> lines;
  const auto story = finding.find("story");
  if (story == finding.end() || !story->is_object()) return lines;
  for (const Json& step : ListOf(*story, "steps")) {
    if (!step.is_object()) continue;
    std::string line =
        absl::StrCat(TextOf(step, "task"), ": ", TextOf(step, "operation"));
    const std::string object = TextOf(step, "object");
    if (!object.empty()) absl::StrAppend(&line, " ", object);
    const std::string location = TextOf(step, "location");
    if (!location.empty()) absl::StrAppend(&line, "  (", location, ")");
    lines.push_back(std::move(line));
  }
  return lines;
}

// The first finding of a result that has a schedule file, or of `test`.
absl::StatusOr<Json> FindingOf(const Json& result,
                               const DraftOptions& options) {
  bool has_token = false;
  for (const Json& test : ListOf(result, "tests")) {
    if (!test.is_object()) continue;
    if (!options.test.empty() && TextOf(test, "name") != options.test) continue;
    for (const Json& finding : ListOf(test, "findings")) {
      const std::string schedule =
          finding.is_object() ? TextOf(finding, "schedule") : "";
      if (schedule.empty()) continue;
      if (!absl::StartsWith(schedule, "il1-")) return finding;
      has_token = true;
    }
  }
  return absl::NotFoundError(absl::StrCat(
      options.input, " has no finding with a schedule file",
      options.test.empty() ? "" : " of " + options.test,
      has_token ? "; a token has no names to write a test with" : ""));
}

// As it is named, else beside the result.
std::string SchedulePath(const std::string& named, const std::string& result) {
  std::error_code ignored;
  if (fs::exists(named, ignored)) return named;
  const fs::path beside = fs::path(result).parent_path() / named;
  return fs::exists(beside, ignored) ? beside.string() : named;
}

absl::Status ReadInput(const DraftOptions& options, Draft* draft) {
  const absl::StatusOr<std::string> text = ReadTextFile(options.input);
  if (!text.ok()) return text.status();
  const absl::string_view trimmed = absl::StripLeadingAsciiWhitespace(*text);
  std::string path = options.input;
  if (absl::StartsWith(trimmed, "{")) {
    const Json result = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
    if (!result.is_object()) {
      return absl::InvalidArgumentError(
          absl::StrCat(options.input, " is no JSON of a result"));
    }
    const absl::StatusOr<Json> finding = FindingOf(result, options);
    if (!finding.ok()) return finding.status();
    draft->story = StoryLines(*finding);
    path = SchedulePath(TextOf(*finding, "schedule"), options.input);
  }
  absl::StatusOr<Schedule> schedule = LoadSchedule(path);
  if (!schedule.ok()) return schedule.status();
  draft->schedule = *std::move(schedule);
  if (!draft->schedule.finding.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, " was recorded without a finding: there is nothing to test"));
  }
  return absl::OkStatus();
}

bool IsTestName(const std::string& name) {
  const size_t dot = name.find('.');
  return dot != name.npos && dot > 0 && dot + 1 < name.size();
}

absl::Status NameIt(const DraftOptions& options, Draft* draft) {
  const Schedule& schedule = draft->schedule;
  draft->body = options.body;
  draft->includes = options.includes;
  const std::string& test = options.test.empty() ? schedule.test : options.test;
  // A whole program has no test to take the body of.
  if (IsTestName(test)) draft->original = test;
  std::string name = options.name;
  if (name.empty()) {
    const size_t dot = test.find('.');
    name = IsTestName(test) ? absl::StrCat(test.substr(0, dot), "Regression",
                                           test.substr(dot))
                            : absl::StrCat("Regression.", IdentifierOf(test));
  }
  const size_t dot = name.find('.');
  if (!IsTestName(name)) {
    return absl::InvalidArgumentError(
        absl::StrCat("expected a test's name, such as PoolTest.Reset, found \"",
                     name, "\""));
  }
  draft->suite = IdentifierOf(name.substr(0, dot));
  draft->name = IdentifierOf(name.substr(dot + 1));
  const bool is_its_own = absl::StrCat(draft->suite, ".", draft->name) == test;
  if (is_its_own && draft->body.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the draft can't have the name of the test whose body it runs, ",
        test));
  }
  return absl::OkStatus();
}

std::string FirstLine(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// Whether the script leads to the finding on the program that has it. What
// the program says of it isn't shown: the files that it names are gone soon.
absl::StatusOr<bool> Reproduces(const DraftOptions& options,
                                const Draft& draft) {
  const absl::StatusOr<TestBinary> binary = TestBinary::Open(options.binary);
  if (!binary.ok()) return binary.status();
  absl::StatusOr<std::unique_ptr<TemporaryFolder>> folder =
      TemporaryFolder::Make();
  if (!folder.ok()) return folder.status();
  const std::string file = (*folder)->File("draft.script");
  if (absl::Status status = WriteTextFile(file, FormatScript(*draft.script));
      !status.ok()) {
    return status;
  }
  TestRun run{.tests = {},
              .flags = RecordedFlags(draft.schedule),
              .arguments = draft.schedule.arguments,
              .output = Output::kCapture};
  run.flags.push_back(absl::StrCat("--interleave_script_file=", file));
  run.flags.emplace_back("--interleave_executions=1");
  run.flags.emplace_back("--interleave_allow_infeasible");
  run.flags.emplace_back("--interleave_explain=off");
  run.flags.push_back(
      absl::StrCat("--interleave_schedule_dir=", (*folder)->File("found")));
  RunResult all;
  const absl::StatusOr<TestResult> test =
      binary->RunOne(draft.original, run, all);
  if (!test.ok()) return test.status();
  if (test->findings.empty()) return false;
  const FindingResult& found = test->findings.front();
  return found.kind == FindingKindName(*draft.schedule.finding) &&
         FirstLine(found.message) == FirstLine(draft.schedule.message);
}

absl::Status WriteOrder(const DraftOptions& options, Draft* draft) {
  absl::StatusOr<Script> script = ScriptOf(draft->schedule);
  if (!script.ok()) {
    draft->why_no_script = std::string(script.status().message());
    return absl::OkStatus();
  }
  draft->script = *std::move(script);
  if (options.binary.empty()) return absl::OkStatus();
  const absl::StatusOr<bool> reproduces = Reproduces(options, *draft);
  if (!reproduces.ok()) return reproduces.status();
  if (*reproduces) return absl::OkStatus();
  draft->script.reset();
  draft->why_no_script = "one was tried, and did not lead to the finding";
  return absl::OkStatus();
}

const char* OrderText(const DraftOptions& options, const Draft& draft) {
  if (!draft.script.has_value()) return "the schedule itself";
  return options.binary.empty() ? "a script, which --on BINARY would have tried"
                                : "a script";
}

}  // namespace

ExitCode RunDraft(const DraftOptions& options) {
  Draft draft;
  for (const absl::Status& status :
       {RefuseSameFile(options.input, options.output),
        ReadInput(options, &draft), NameIt(options, &draft)}) {
    if (!status.ok()) return Complain(status);
  }
  if (absl::Status status = WriteOrder(options, &draft); !status.ok()) {
    return Complain(status);
  }
  const std::string text = DraftText(draft);
  if (options.output == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
  } else {
    if (absl::Status status = WriteTextFile(options.output, text);
        !status.ok()) {
      return Complain(status);
    }
    std::printf("interleave draft: %s: %s.%s, by %s\n", options.output.c_str(),
                draft.suite.c_str(), draft.name.c_str(),
                OrderText(options, draft));
  }
  if (!draft.has_place_to_fill()) return ExitCode::kNoFinding;
  std::fprintf(
      stderr,
      "interleave: the schedule names no test whose body could be "
      "run; fill it in where the draft says FILL IN, or give --body\n");
  return ExitCode::kFinding;
}

}  // namespace interleave::cli
