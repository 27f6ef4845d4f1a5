// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/assertion.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/runtime/execution.h"

namespace interleave {

bool ReportAssertion(const char* file, int line, std::string_view message) {
  Task* self = CurrentTask();
  if (self == nullptr) return false;
  Finding finding;
  finding.kind = FindingKind::kAssertion;
  finding.message = std::string(message);
  finding.file = file == nullptr ? "" : file;
  finding.line = line;
  self->execution->AddFinding(*self, std::move(finding));
  return true;
}

void RecordOutcome(std::string_view value) {
  Task* self = CurrentTask();
  if (self == nullptr) return;
  const OutsideControl outside(*self);
  self->execution->RecordOutcome(value);
}

namespace internal {

namespace {

// True inside an execution, where it is a finding.
bool ReportCheck(const char* file, int line, const char* condition,
                 std::string_view message) {
  const std::string text =
      absl::StrCat("INTERLEAVE_CHECK(", condition, ")",
                   message.empty() ? "" : ": ", Text(message));
  if (ReportAssertion(file, line, text)) return true;
  std::fprintf(stderr, "%s:%d: %s failed\n", file, line, text.c_str());
  return false;
}

}  // namespace

void CheckFailed(const char* file, int line, const char* condition,
                 std::string_view message) {
  if (!ReportCheck(file, line, condition, message)) std::abort();
  Task* self = CurrentTask();
  self->execution->Cut(*self);
}

}  // namespace internal
}  // namespace interleave
