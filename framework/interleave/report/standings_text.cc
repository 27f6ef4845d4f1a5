// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/standings_text.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/report/path_text.h"

namespace interleave {
namespace {

std::string PlaceTextOf(const Place& place) {
  return PlaceText(ShortPath(place.file), place.line);
}

std::string SitePlace(const void* site, PlaceResolver& resolver) {
  if (site == nullptr) return "";
  return PlaceTextOf(resolver.Locate(std::span(&site, 1)));
}

std::string StepPlace(const TraceStep& step, PlaceResolver& resolver) {
  if (!step.file.empty()) return PlaceText(ShortPath(step.file), step.line);
  return PlaceTextOf(resolver.Locate(step.stack));
}

bool Takes(OperationKind kind) {
  switch (kind) {
    case OperationKind::kLock:
    case OperationKind::kTryLock:
    case OperationKind::kTimedLock:
    case OperationKind::kWake:
    case OperationKind::kReadLock:
      return true;
    default:
      return false;
  }
}

// Where `task` last took `object`, according to the trace.
std::string TakenPlace(const Trace& trace, TaskId task,
                       const std::string& object, PlaceResolver& resolver) {
  for (auto step = trace.steps.rbegin(); step != trace.steps.rend(); ++step) {
    if (step->task == task && step->object == object && Takes(step->kind)) {
      return StepPlace(*step, resolver);
    }
  }
  return "";
}

// The last place known of `task`: it stands somewhere after it.
std::string LastPlace(const Trace& trace, TaskId task,
                      PlaceResolver& resolver) {
  for (auto step = trace.steps.rbegin(); step != trace.steps.rend(); ++step) {
    if (step->task != task) continue;
    const std::string place = StepPlace(*step, resolver);
    if (!place.empty()) return place;
  }
  return "";
}

std::string OperationText(const TaskStanding& standing) {
  if (standing.next == OperationKind::kPoint) {
    return absl::StrCat("point ", standing.point);
  }
  std::string text(OperationKindName(standing.next));
  if (!standing.object.empty()) absl::StrAppend(&text, " ", standing.object);
  return text;
}

std::string HolderText(const TaskStanding& standing, PlaceResolver& resolver,
                       const Trace* trace) {
  // A joined task holds nothing; that it has not ended is what its line says.
  if (standing.holder == kNoTask || standing.next == OperationKind::kJoin) {
    return "";
  }
  std::string place = SitePlace(standing.holder_site, resolver);
  if (place.empty() && trace != nullptr) {
    place = TakenPlace(*trace, standing.holder, standing.object, resolver);
  }
  std::string text = absl::StrCat(", held by ", standing.holder_name);
  if (standing.holder == standing.task) absl::StrAppend(&text, " itself");
  if (!place.empty()) absl::StrAppend(&text, " (taken at ", place, ")");
  return text;
}

std::string Standing(const TaskStanding& standing, PlaceResolver& resolver,
                     const Trace* trace) {
  if (standing.finished) return "ended";
  const bool at_point = standing.next == OperationKind::kPoint;
  std::string text = absl::StrCat(
      standing.enabled ? (at_point ? "ready at " : "ready to ")
                       : (at_point ? "stands at " : "stands before "),
      OperationText(standing));
  if (at_point) return text;
  std::string place = SitePlace(standing.site, resolver);
  if (!place.empty()) {
    absl::StrAppend(&text, " (", place, ")");
  } else if (trace != nullptr) {
    place = LastPlace(*trace, standing.task, resolver);
    if (!place.empty()) absl::StrAppend(&text, " (after ", place, ")");
  }
  return absl::StrCat(text, HolderText(standing, resolver, trace));
}

const TaskStanding* Find(std::span<const TaskStanding> standings, TaskId task) {
  const auto found =
      std::find_if(standings.begin(), standings.end(),
                   [&](const TaskStanding& s) { return s.task == task; });
  return found == standings.end() ? nullptr : &*found;
}

bool Waits(const TaskStanding& standing) {
  return !standing.finished && !standing.enabled && standing.holder != kNoTask;
}

}  // namespace

std::string FormatStandings(std::span<const TaskStanding> standings,
                            PlaceResolver& resolver, const Trace* trace) {
  size_t width = 0;
  for (const TaskStanding& standing : standings) {
    width = std::max(width, standing.name.size());
  }
  std::string text;
  for (const TaskStanding& standing : standings) {
    absl::StrAppend(&text, standing.name,
                    std::string(width - standing.name.size() + 2, ' '),
                    Standing(standing, resolver, trace), "\n");
  }
  return text;
}

std::string FindWaitCycle(std::span<const TaskStanding> standings) {
  for (const TaskStanding& start : standings) {
    std::string text = start.name;
    const TaskStanding* at = &start;
    // A way longer than there are tasks runs round a cycle without `start`.
    for (size_t i = 0; i < standings.size() && Waits(*at); ++i) {
      at = Find(standings, at->holder);
      if (at == nullptr) break;
      absl::StrAppend(&text, " -> ", at->name);
      if (at == &start) return text;
    }
  }
  return "";
}

}  // namespace interleave
