// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/access_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace interleave {
namespace {

constexpr uint64_t kAddressMin = uint64_t{1} << 32;

// Small negative numbers are no addresses.
bool MayBeAddress(uint64_t value, size_t bytes) {
  return bytes == 8 && value >= kAddressMin &&
         static_cast<int64_t>(value) > -static_cast<int64_t>(kAddressMin) &&
         static_cast<int64_t>(value) > 0;
}

}  // namespace

const TraceStep* FindStep(const Trace& trace, StepNumber number) {
  const auto step = std::lower_bound(
      trace.steps.begin(), trace.steps.end(), number,
      [](const TraceStep& a, StepNumber b) { return a.number < b; });
  return step != trace.steps.end() && step->number == number ? &*step : nullptr;
}

int64_t SignedValue(uint64_t value, size_t bytes) {
  switch (bytes) {
    case 1:
      return static_cast<int8_t>(value);
    case 2:
      return static_cast<int16_t>(value);
    case 4:
      return static_cast<int32_t>(value);
    default:
      return static_cast<int64_t>(value);
  }
}

std::string VariableName(const TraceAccess& access, const Trace& trace,
                         PlaceResolver& resolver) {
  std::string name = resolver.Variable(access.address);
  if (!name.empty() || !access.is_step) return name;
  const TraceStep* const step = FindStep(trace, access.step);
  return step == nullptr ? "" : step->object;
}

std::string MemoryValues::Format(uint64_t value, const TraceAccess& access) {
  const size_t bytes = access.bytes;
  if (MayBeAddress(access.before, bytes) || MayBeAddress(access.after, bytes)) {
    places_.insert(access.address);
  }
  if (MayBeAddress(value, bytes)) {
    const size_t number =
        pointers_.emplace(value, pointers_.size() + 1).first->second;
    return absl::StrCat("pointer ", number);
  }
  if (value == 0 && places_.contains(access.address)) return "null";
  return absl::StrCat(SignedValue(value, bytes));
}

std::string MemoryValues::Before(const TraceAccess& access) {
  return Format(access.before, access);
}

std::string MemoryValues::After(const TraceAccess& access) {
  return Format(access.after, access);
}

std::string MemoryValues::Both(const TraceAccess& access) {
  std::string text = Before(access);
  if (access.writes()) absl::StrAppend(&text, " -> ", After(access));
  return text;
}

std::string AccessText(const TraceAccess& access, const std::string& variable,
                       MemoryValues& values) {
  const char* verb = "reads";
  if (access.kind == OperationKind::kAtomicChange) {
    verb = "changes";
  } else if (access.writes()) {
    verb = "writes";
  }
  std::string text = absl::StrCat(
      verb, " ",
      variable.empty()
          ? absl::StrCat(access.bytes, access.bytes == 1 ? " byte" : " bytes")
          : variable);
  if (!access.known) return text;
  return absl::StrCat(text, ": ", values.Both(access));
}

}  // namespace interleave
