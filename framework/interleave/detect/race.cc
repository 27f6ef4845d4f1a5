// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/detect/race.h"

#include <sys/types.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/detect/suppressions.h"
#include "interleave/runtime/happens_before.h"

// Of the runtime's interface (compiler-rt/include/sanitizer/tsan_interface.h
// and lib/tsan/rtl/tsan_debugging.cpp, LLVM 14).
extern "C" {
int __tsan_get_report_data(void* report, const char** description, int* count,
                           int* stacks, int* accesses, int* locations,
                           int* mutexes, int* threads, int* unique_threads,
                           void** sleep, unsigned long sleep_size)
    __attribute__((weak));
int __tsan_get_report_mop(void* report, unsigned long index, int* thread,
                          void** address, int* size, int* write, int* atomic,
                          void** trace, unsigned long trace_size)
    __attribute__((weak));
int __tsan_get_report_stack(void* report, unsigned long index, void** trace,
                            unsigned long trace_size) __attribute__((weak));
int __tsan_get_report_mutex(void* report, unsigned long index,
                            unsigned long long* mutex, void** address,
                            int* destroyed, void** trace,
                            unsigned long trace_size) __attribute__((weak));
int __tsan_get_report_thread(void* report, unsigned long index, int* thread,
                             unsigned long long* os_id, int* running,
                             const char** name, int* parent, void** trace,
                             unsigned long trace_size) __attribute__((weak));

int __sanitizer_install_malloc_and_free_hooks(
    void (*malloc_hook)(const volatile void*, size_t),
    void (*free_hook)(const volatile void*)) __attribute__((weak));

// The runtime's options, unless TSAN_OPTIONS says otherwise: every race of
// every execution is wanted, and names are ours to find.
const char* __tsan_default_options();
}

namespace __tsan {
class ReportDesc;
// The runtime asks before it prints; true: it must not.
bool OnReport(const ReportDesc* report, bool suppressed);
}  // namespace __tsan

namespace interleave {
namespace {

constexpr size_t kTraceMax = 32;
constexpr size_t kAccessesMax = 2;
constexpr size_t kReportsMax = 16;
constexpr size_t kStacksMax = 4;

// A report as it was made. The runtime holds locks while it reports, so
// nothing is allocated here.
struct Report {
  struct Access {
    int thread = 0;  // the runtime's number
    unsigned long long os_thread = 0;
    void* address = nullptr;
    int size = 0;
    int write = 0;
    int atomic = 0;
    std::array<void*, kTraceMax> trace{};
  };

  std::array<char, 64> description{};
  const Task* task = nullptr;  // who ran
  StepNumber step = 0;
  size_t access_count = 0;
  std::array<Access, kAccessesMax> accesses{};
  size_t stack_count = 0;
  std::array<std::array<void*, kTraceMax>, kStacksMax> stacks{};
};

std::array<Report, kReportsMax> g_reports;
size_t g_report_count = 0;
bool g_hides_outside = false;

void Fill(void* tsan_report, Report* report) {
  const char* description = "";
  int count = 0, stacks = 0, accesses = 0, locations = 0, mutexes = 0;
  int threads = 0, unique_threads = 0;
  void* sleep[1] = {};
  __tsan_get_report_data(tsan_report, &description, &count, &stacks, &accesses,
                         &locations, &mutexes, &threads, &unique_threads, sleep,
                         1);
  std::strncpy(report->description.data(), description,
               report->description.size() - 1);
  report->access_count = std::min(static_cast<size_t>(accesses), kAccessesMax);
  for (size_t i = 0; i < report->access_count; ++i) {
    Report::Access& access = report->accesses[i];
    __tsan_get_report_mop(tsan_report, i, &access.thread, &access.address,
                          &access.size, &access.write, &access.atomic,
                          access.trace.data(), kTraceMax - 1);
    for (int t = 0; t < threads; ++t) {
      int thread = 0, running = 0, parent = 0;
      unsigned long long os_id = 0;
      const char* name = nullptr;
      void* trace[1] = {};
      __tsan_get_report_thread(tsan_report, static_cast<unsigned long>(t),
                               &thread, &os_id, &running, &name, &parent, trace,
                               1);
      if (thread == access.thread) access.os_thread = os_id;
    }
  }
  report->stack_count = std::min(static_cast<size_t>(stacks), kStacksMax);
  for (size_t i = 0; i < report->stack_count; ++i) {
    __tsan_get_report_stack(tsan_report, i, report->stacks[i].data(),
                            kTraceMax - 1);
  }
}

std::vector<const void*> Frames(const std::array<void*, kTraceMax>& trace) {
  std::vector<const void*> frames;
  for (void* frame : trace) {
    if (frame == nullptr) break;
    frames.push_back(frame);
  }
  return frames;
}

const Task* TaskOf(Execution& execution, const Report::Access& access) {
  for (size_t i = 0; i < execution.task_count(); ++i) {
    const Task& task = execution.TaskAt(static_cast<TaskId>(i));
    if (static_cast<unsigned long long>(task.donor->os_thread()) ==
        access.os_thread) {
      return &task;
    }
  }
  return nullptr;
}

std::string NameOf(const Task* task) {
  return task == nullptr ? "another thread" : task->name;
}

std::string Verb(const Report::Access& access) {
  return absl::StrCat(access.atomic != 0 ? "atomically " : "",
                      access.write != 0 ? "writes" : "reads");
}

std::string Bytes(int count) {
  return absl::StrCat(count, count == 1 ? " byte" : " bytes");
}

Finding RaceFinding(Execution& execution, const Report& report) {
  Finding finding;
  finding.kind = FindingKind::kRace;
  const Report::Access& now = report.accesses[0];
  finding.stack = Frames(now.trace);
  finding.address = now.address;
  const Task* const second = TaskOf(execution, now);
  if (report.access_count < 2) {
    finding.message = absl::StrCat(
        report.description.data(), ": ", NameOf(second), " ", Verb(now), " ",
        Bytes(now.size), " that it must not use any more");
    return finding;
  }
  const Report::Access& before = report.accesses[1];
  const Task* const first = TaskOf(execution, before);
  finding.message =
      absl::StrCat(report.description.data(), ": ", NameOf(second), " ",
                   Verb(now), " ", Bytes(now.size), " that ", NameOf(first),
                   " ", Verb(before), ", and nothing orders the two");
  finding.places.push_back(
      {absl::StrCat(NameOf(first), " ", Verb(before), " ", Bytes(before.size),
                    " here, before that"),
       Frames(before.trace)});
  for (const Task* task : {second, first}) {
    if (task == nullptr || task->created_at == nullptr) continue;
    finding.places.push_back(
        {absl::StrCat(task->name, " was started here"), {task->created_at}});
  }
  return finding;
}

// The runtime marks what is given back, so that this is true in whatever order
// the two are.
bool IsOfFreedMemory(const Report& report) {
  const std::string_view description = report.description.data();
  return report.access_count > 0 &&
         description.find("use-after-free") != std::string_view::npos;
}

Finding UseAfterFreeFinding(Execution& execution, const Report& report) {
  Finding finding;
  finding.kind = FindingKind::kUseAfterFree;
  const Report::Access& now = report.accesses[0];
  finding.stack = Frames(now.trace);
  finding.address = now.address;
  finding.message =
      absl::StrCat("use after free: ", NameOf(TaskOf(execution, now)), " ",
                   Verb(now), " ", Bytes(now.size));
  if (report.access_count < 2) {
    absl::StrAppend(&finding.message, " of memory that was freed before");
    return finding;
  }
  const Report::Access& freed = report.accesses[1];
  const std::string freer = NameOf(TaskOf(execution, freed));
  absl::StrAppend(&finding.message, " of memory that ", freer, " freed");
  finding.places.push_back(
      {absl::StrCat(freer, Text(kFreedWords), ", before that"),
       Frames(freed.trace)});
  return finding;
}

Finding LockOrderFinding(const Report& report) {
  Finding finding;
  finding.kind = FindingKind::kLockOrder;
  finding.message =
      "locks are taken in orders that can deadlock: each of these takes one "
      "while it holds another that a later one takes first";
  // Two stacks for each lock of the cycle (second_deadlock_stack).
  if (report.stack_count > 0) finding.stack = Frames(report.stacks[0]);
  for (size_t i = 0; i < report.stack_count; ++i) {
    finding.places.push_back(
        {i % 2 == 0 ? absl::StrCat("lock ", i / 2 + 1, " is taken here")
                    : std::string("while another is held, taken here"),
         Frames(report.stacks[i])});
  }
  return finding;
}

// What instrumented code does to memory that tasks share is judged by
// AccessHistory, which forgets nothing. And an order made by fences is one that
// the runtime had not been told of when the first was met.
bool IsToldElsewhere(Execution& execution, const Report& report) {
  const Report::Access& now = report.accesses[0];
  return execution.met_first_fence() ||
         execution.memory().IsWatched(now.address,
                                      static_cast<size_t>(now.size));
}

bool IsSuppressed(Execution& execution, const Finding& finding) {
  const std::string_view line = Suppressions::OfProcess().Match(finding);
  if (line.empty()) return false;
  execution.NoteSuppressed(line);
  return true;
}

void AddReports(Execution& execution) {
  const size_t count = std::exchange(g_report_count, 0);
  for (size_t i = 0; i < count; ++i) {
    const Report& report = g_reports[i];
    const std::string_view description = report.description.data();
    Finding finding;
    const bool freed = IsOfFreedMemory(report);
    const bool race = report.access_count > 1 && !freed;
    if (race && IsToldElsewhere(execution, report)) continue;
    if (freed) {
      finding = UseAfterFreeFinding(execution, report);
    } else if (report.access_count > 0) {
      finding = RaceFinding(execution, report);
    } else if (description.find("lock-order") != std::string_view::npos) {
      finding = LockOrderFinding(report);
    } else {
      finding.kind = FindingKind::kMisuse;
      finding.message = std::string(description);
      if (report.stack_count > 0) finding.stack = Frames(report.stacks[0]);
    }
    finding.step = report.step;
    if (!race && IsSuppressed(execution, finding)) continue;
    if (race) {
      execution.AddRace(execution.TaskAt(report.task->id),
                        report.accesses[1].trace[0], std::move(finding));
      continue;
    }
    execution.AddFinding(execution.TaskAt(report.task->id), std::move(finding));
  }
}

void OnAllocation(const volatile void* address, size_t bytes) {
  const Task* const self = internal::current_task;
  if (self == nullptr) return;
  self->execution->ForgetMemory(const_cast<const void*>(address), bytes);
}

void OnFree(const volatile void*) {}

}  // namespace

void DetectRaces(Execution& execution) {
  // Of what is judged by clocks too.
  if (internal::judged && !Suppressions::OfProcess().empty()) {
    execution.LeaveOut(&IsSuppressed);
  }
  if (__tsan_get_report_data == nullptr) return;
  execution.CallAtEnd(&AddReports);
  [[maybe_unused]] static const int installed =
      __sanitizer_install_malloc_and_free_hooks(&OnAllocation, &OnFree);
}

void HideRacesOutside() {
  g_hides_outside = std::getenv("TSAN_OPTIONS") == nullptr;
}

}  // namespace interleave

const char* __tsan_default_options() {
  return "symbolize=0:suppress_equal_stacks=0:suppress_equal_addresses=0:"
         "report_thread_leaks=0:report_signal_unsafe=0:"
         "second_deadlock_stack=1:atexit_sleep_ms=0";
}

bool __tsan::OnReport(const ReportDesc* report, bool suppressed) {
  const interleave::Task* task = interleave::internal::current_task;
  if (task == nullptr || suppressed) {
    return suppressed || interleave::g_hides_outside;
  }
  if (interleave::g_report_count < interleave::kReportsMax) {
    interleave::Report& kept =
        interleave::g_reports[interleave::g_report_count++];
    kept = interleave::Report();
    kept.task = task;
    kept.step = task->execution->step();
    interleave::Fill(const_cast<void*>(static_cast<const void*>(report)),
                     &kept);
  }
  return true;
}
