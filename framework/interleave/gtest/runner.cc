// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest-spi.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/parse.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/nearest_name.h"
#include "interleave/base/tracer.h"
#include "interleave/explore/apart.h"
#include "interleave/explore/coordinator.h"
#include "interleave/explore/part.h"
#include "interleave/explore/progress.h"
#include "interleave/explore/protected.h"
#include "interleave/explore/relay.h"
#include "interleave/explore/schedule_file.h"
#include "interleave/explore/workers.h"
#include "interleave/gtest/flags.h"
#include "interleave/gtest/gtest.h"
#include "interleave/report/annotation.h"
#include "interleave/report/colour.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/mutex.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {
namespace {

constexpr int kUsageError = 2;

std::vector<std::string>& ListedTests() {
  static auto* const tests = new std::vector<std::string>();
  return *tests;
}

// What a regression test can run, by "Suite.Name".
struct TestOfProgram {
  internal::BodyFunction body;
  Options options;
};

std::map<std::string, TestOfProgram>& RegisteredTests() {
  static auto* const tests = new std::map<std::string, TestOfProgram>();
  return *tests;
}

std::vector<TestJson>& JsonOfTests() {
  static auto* const tests = new std::vector<TestJson>();
  return *tests;
}

// Takes what EXPECT_ and ASSERT_ report, in any task, as findings.
class FailureCollector : public ::testing::ScopedFakeTestPartResultReporter {
 public:
  FailureCollector()
      : ScopedFakeTestPartResultReporter(INTERCEPT_ALL_THREADS, &unused_) {}

  void ReportTestPartResult(const ::testing::TestPartResult& part) override {
    if (part.skipped()) {
      skipped_ = true;
      skip_reason_ = part.message();
    } else if (part.failed() &&
               !ReportAssertion(part.file_name(), part.line_number(),
                                part.message())) {
      outside_.push_back(part.message());
    }
  }

  // What was taken and recorded, for another process, and from one.
  std::string Format() const;
  void Add(const std::string& formatted);

  bool skipped() const { return skipped_; }
  const std::string& skip_reason() const { return skip_reason_; }
  // Failures reported by threads that are not controlled.
  const std::vector<std::string>& outside() const { return outside_; }

 private:
  ::testing::TestPartResultArray unused_;
  bool skipped_ = false;
  std::string skip_reason_;
  std::vector<std::string> outside_;
};

FailureCollector* g_collector = nullptr;

const ::testing::TestResult& ResultOfTest() {
  return *::testing::UnitTest::GetInstance()->current_test_info()->result();
}

// A text by its length.
void AppendSized(const std::string& text, std::string* all) {
  absl::StrAppend(all, text.size(), ":", text);
}

std::string TakeSized(std::string_view* all) {
  size_t size = 0;
  const size_t colon = all->find(':');
  if (colon == all->npos || !ParseDigits(all->substr(0, colon), size)) {
    *all = {};
    return {};
  }
  const std::string text(all->substr(colon + 1, size));
  all->remove_prefix(std::min(all->size(), colon + 1 + size));
  return text;
}

std::string FailureCollector::Format() const {
  std::string all = skipped_ ? "s" : "-";
  AppendSized(skip_reason_, &all);
  const ::testing::TestResult& result = ResultOfTest();
  AppendSized(absl::StrCat(result.test_property_count()), &all);
  for (int i = 0; i < result.test_property_count(); ++i) {
    AppendSized(result.GetTestProperty(i).key(), &all);
    AppendSized(result.GetTestProperty(i).value(), &all);
  }
  for (const std::string& message : outside_) AppendSized(message, &all);
  return all;
}

void FailureCollector::Add(const std::string& formatted) {
  std::string_view all = formatted;
  if (all.empty()) return;
  if (all.front() == 's') skipped_ = true;
  all.remove_prefix(1);
  const std::string reason = TakeSized(&all);
  if (!reason.empty()) skip_reason_ = reason;
  size_t properties = 0;
  static_cast<void>(ParseDigits(TakeSized(&all), properties));
  while (properties-- > 0 && !all.empty()) {
    const std::string key = TakeSized(&all);
    ::testing::Test::RecordProperty(key, TakeSized(&all));
  }
  while (!all.empty()) {
    std::string message = TakeSized(&all);
    if (std::find(outside_.begin(), outside_.end(), message) ==
        outside_.end()) {
      outside_.push_back(std::move(message));
    }
  }
}

void ShowProgress(const Progress& progress) {
  const bool terminal = isatty(STDERR_FILENO) != 0;
  std::fprintf(stderr, "%s%s%s", terminal ? "\r\033[K" : "",
               ProgressLine(progress).c_str(), terminal ? "" : "\n");
}

// Some times a second is enough for people; the explorer looks more often.
void ShowProgressNowAndThen(const Progress& progress) {
  static double last = 0;
  if (progress.seconds < last) last = 0;
  if (progress.seconds - last < 0.5) return;
  last = progress.seconds;
  ShowProgress(progress);
}

void WriteJson() {
  const std::string path = JsonFlag();
  if (path.empty()) return;
  std::ofstream out(path);
  out << ToJson(Summarise(ProgramName(), JsonOfTests()));
  if (!out.flush()) {
    std::fprintf(stderr, "interleave: cannot write %s\n", path.c_str());
  }
}

// GoogleTest's own locks are no part of the code under test.
void LearnGoogleTestsLocks() {
  static const bool once = [] {
    LearnForeignMutexes([] {
      const FailureCollector collector;
      ADD_FAILURE() << "not shown";
    });
    return true;
  }();
  static_cast<void>(once);
}

void RecordProperties(const ExploreResult& result) {
  ::testing::Test::RecordProperty("interleave_verdict",
                                  VerdictName(result.verdict));
  ::testing::Test::RecordProperty("interleave_executions",
                                  absl::StrCat(result.executions));
  ::testing::Test::RecordProperty("interleave_seed", absl::StrCat(result.seed));
  if (!result.failures.empty()) {
    ::testing::Test::RecordProperty("interleave_schedule",
                                    result.failures.front().token);
  }
}

void Report(const ExploreResult& result, const Options& options,
            const char* file, int line) {
  RecordProperties(result);
  ResultTextOptions text;
  text.failure.full_trace = FullTraceFlag();
  text.failure.colour = TerminalShowsColours() &&
                        GTEST_FLAG_GET(output).empty() &&
                        GTEST_FLAG_GET(color) != "no";
  if (result.ok()) {
    std::string notes = FormatResult(result, text);
    std::printf("[INTERLEAVE] %s", notes.c_str());
  } else {
    ADD_FAILURE_AT(file, line) << FormatResult(result, text);
    if (WantsAnnotations()) {
      std::printf("%s", FormatAnnotations(result).c_str());
    }
  }
  if (OutcomesFlag()) std::printf("%s", FormatOutcomes(result).c_str());
  if (options.coverage == "print") {
    std::printf("%s", FormatCoverage(result).c_str());
  }
  std::fflush(stdout);
  // To find the places of what was covered takes time.
  if (!JsonFlag().empty()) JsonOfTests().push_back(DescribeResult(result));
}

std::string CurrentTestName() {
  const ::testing::TestInfo* info =
      ::testing::UnitTest::GetInstance()->current_test_info();
  return absl::StrCat(info->test_suite_name(), ".", info->name());
}

[[noreturn]] void RefuseUsage(const std::string& error) {
  std::fprintf(stderr, "interleave: %s\n", error.c_str());
  std::exit(kUsageError);
}

// While it lives, the collector is that of all processes of an exploration.
class SharedCollector {
 public:
  explicit SharedCollector(FailureCollector& collector) {
    g_collector = &collector;
    SetProcessExtras(
        {.take = [] { return g_collector->Format(); },
         .give = [](const std::string& taken) { g_collector->Add(taken); }});
  }
  ~SharedCollector() {
    SetProcessExtras({});
    g_collector = nullptr;
  }
  SharedCollector(const SharedCollector&) = delete;
  SharedCollector& operator=(const SharedCollector&) = delete;
};

// Some test of the program wants several jobs: then none may explore in this
// process, which would have threads from then on and could not be forked.
bool& WantsJobs() {
  static bool wants = false;
  return wants;
}

bool& WasInterrupted() {
  static bool was = false;
  return was;
}

// A crash of the body is to be a finding.
bool IsProtected() {
  const std::string isolation = IsolationFlag();
  if (!isolation.empty()) return isolation == "process";
  // A debugger is to see the tasks directly.
  return !IsTraced() && !Workers::HasOtherThreads();
}

ExploreResult ExploreTest(const Options& options, internal::BodyFunction body) {
  const std::string test = CurrentTestName();
  const bool is_protected = IsProtected();
  const bool searches = options.replay.empty() && options.script.empty() &&
                        options.script_file.empty();
  const bool alone = options.jobs == 1 && options.resume.empty();
  const bool by_workers = !alone || (WantsJobs() && !is_protected);
  if (by_workers && searches && CanBeShared(options)) {
    Relay::PlanForWorkers(is_protected);
    return ExploreInWorkers(options, body, test);
  }
  if (is_protected) return ExploreProtected(options, body, test);
  return alone && !WantsJobs()
             ? Explore(options, body, test, BodyFile::kAsOptionsSay)
             : ExploreApart(options, body, test);
}

void UseProgress() {
  const std::string when = ProgressFlag();
  const bool on =
      when == "on" || (when == "auto" && isatty(STDERR_FILENO) != 0);
  SetProgressListener(on ? &ShowProgressNowAndThen : nullptr);
}

}  // namespace

namespace internal {

void RegisterForList(const char* suite, const char* name, BodyFunction body,
                     const Options& options) {
  if (options.jobs > 1) WantsJobs() = true;
  ListedTests().push_back(absl::StrCat(suite, ".", name));
  if (body == nullptr) return;
  RegisteredTests().emplace(ListedTests().back(), TestOfProgram{body, options});
}

namespace {

class RegressionTest final : public ::testing::Test {
 public:
  RegressionTest(const char* original, const Options& how, const char* file,
                 int line)
      : original_(original), how_(how), file_(file), line_(line) {}

 private:
  void TestBody() override { RunRegressionTest(original_, how_, file_, line_); }

  const char* const original_;
  const Options how_;
  const char* const file_;
  const int line_;
};

}  // namespace

bool RegisterRegressionTest(const char* suite, const char* name,
                            const char* original, const char* file, int line,
                            Options how) {
  RegisterForList(suite, name, /*body=*/nullptr, how);
  ::testing::RegisterTest(
      suite, name, nullptr, nullptr, file, line, [=]() -> ::testing::Test* {
        return new RegressionTest(original, how, file, line);
      });
  return true;
}

void RunRegressionTest(const char* original, const Options& how,
                       const char* file, int line) {
  const auto found = RegisteredTests().find(original);
  if (found == RegisteredTests().end()) {
    std::vector<std::string> names;
    for (const auto& [name, test] : RegisteredTests()) names.push_back(name);
    const std::string nearest = NearestName(original, names);
    ADD_FAILURE_AT(file, line)
        << "interleave: this program has no INTERLEAVE_TEST " << original
        << ", whose body was to be run"
        << (nearest.empty() ? "; link the file that has it into it"
                            : "; did you mean " + nearest + "?");
    return;
  }
  Options options = found->second.options;
  options.strategy = Options().strategy;
  options.preemptions.reset();
  options.delays.reset();
  options.depth.reset();
  options.confidence.reset();
  options.executions = how.executions;
  options.replay = how.replay;
  options.verify = how.verify;
  options.script = how.script;
  options.script_file = how.script_file;
  options.allow_infeasible = how.allow_infeasible;
  options.allow_unreached_points |= how.allow_unreached_points;
  options.allow_single_schedule |= how.allow_single_schedule;
  options.allow_no_overlap |= how.allow_no_overlap;
  RunInterleaveTest(found->second.body, std::move(options), file, line);
}

bool ExecutionHasFailed() {
  return !ProcessExecution().last_result().findings.empty();
}

void RunInterleaveTest(BodyFunction body, Options options, const char* file,
                       int line) {
  const Options effective = WithFlags(std::move(options));
  const std::string error = OptionsError(effective);
  if (!error.empty()) {
    ADD_FAILURE_AT(file, line) << "interleave: " << error;
    return;
  }
  if (WasInterrupted()) {
    GTEST_SKIP() << "not explored: the run was interrupted";
  }
  LearnGoogleTestsLocks();
  UseProgress();
  ExploreResult result;
  std::vector<std::string> outside;
  std::string skip_reason;
  bool skipped = false;
  {
    FailureCollector collector;
    const SharedCollector shared(collector);
    result = ExploreTest(effective, body);
    outside = collector.outside();
    skipped = collector.skipped();
    skip_reason = collector.skip_reason();
  }
  for (const std::string& message : outside) {
    ADD_FAILURE_AT(file, line)
        << "reported by a thread outside of control: " << message;
  }
  // The body asked for it with GTEST_SKIP of its own.
  if (skipped && result.failures.empty()) {
    GTEST_SKIP() << skip_reason;  // the body's own reason
  }
  WasInterrupted() = result.interrupted;
  Report(result, effective, file, line);
}

}  // namespace internal

void InitTests(int argc, char** argv) {
  // Abseil takes an empty value for none given; most likely a shell variable
  // had none.
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    if (absl::StartsWith(argv[i], "--interleave_") && flag.back() == '=') {
      RefuseUsage(absl::StrCat(argv[i], " has no value"));
    }
  }
  absl::ParseCommandLine(argc, argv);
  const std::string error = FlagsError();
  if (!error.empty()) RefuseUsage(error);
  if (ListFlag()) {
    for (const std::string& test : ListedTests()) std::puts(test.c_str());
    std::exit(0);
  }
  if (!JsonFlag().empty()) std::atexit(&WriteJson);
}

}  // namespace interleave
