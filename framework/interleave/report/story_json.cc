// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/story_json.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "interleave/report/access_text.h"
#include "interleave/report/columns.h"
#include "interleave/report/explanation_text.h"
#include "interleave/report/holdings.h"
#include "interleave/report/kept_steps.h"
#include "interleave/report/path_text.h"
#include "interleave/report/plain_text.h"

namespace interleave {
namespace {

using Json = nlohmann::ordered_json;

// Places and stacks that many steps share: told once, and named by number.
class StackTable {
 public:
  explicit StackTable(PlaceResolver& resolver) : resolver_(resolver) {}

  size_t NumberOf(const std::vector<const void*>& stack) {
    const auto [known, is_new] = numbers_.emplace(stack, stacks_.size());
    if (is_new) {
      Json frames = Json::array();
      for (const Place& place : resolver_.Frames(stack)) {
        frames.push_back(FrameNumber(place));
      }
      stacks_.push_back(std::move(frames));
    }
    return known->second;
  }

  Json Frames() const { return frames_; }
  Json Stacks() const { return stacks_; }

 private:
  size_t FrameNumber(const Place& place) {
    const auto [known, is_new] = frame_numbers_.emplace(
        std::tuple(place.file, place.line, place.function), frames_.size());
    if (is_new) {
      frames_.push_back(
          {{"function", place.function},
           {"location", PlaceText(ShortPath(place.file), place.line)},
           {"file", place.file},
           {"source", std::string(Trim(place.source))}});
    }
    return known->second;
  }

  PlaceResolver& resolver_;
  std::map<std::vector<const void*>, size_t> numbers_;
  std::map<std::tuple<std::string, int, std::string>, size_t> frame_numbers_;
  Json frames_ = Json::array();
  Json stacks_ = Json::array();
};

class StoryWriter {
 public:
  StoryWriter(const Failure& failure, PlaceResolver& resolver)
      : failure_(failure), resolver_(resolver), stacks_(resolver) {
    if (failure.explanation.has_value()) {
      critical_ = CriticalSteps(*failure.explanation, failure.trace);
    }
  }

  Json Write() {
    Json story;
    AddTrace(failure_.trace, critical_, failure_.standings, story);
    story["standings"] = Standings();
    if (failure_.explanation.has_value()) {
      story["explanation"] = ExplanationJson(*failure_.explanation);
      if (failure_.explanation->passing.has_value()) {
        story["passing"] = PassingJson(*failure_.explanation->passing);
      }
    }
    story["frames"] = stacks_.Frames();
    story["stacks"] = stacks_.Stacks();
    return story;
  }

 private:
  // What is told of the execution that failed and of one that passes.
  void AddTrace(const Trace& trace, const std::vector<StepNumber>& critical,
                std::span<const TaskStanding> standings, Json& json) {
    trace_ = &trace;
    labels_ = TaskLabels(trace.task_names);
    std::vector<StepNumber> numbers;
    numbers.reserve(trace.steps.size());
    std::vector<LeftOut> before;
    for (const TraceStep& step : trace.steps) {
      if (step.left_out > 0) {
        const StepNumber last = numbers.empty() ? 0 : numbers.back();
        before.push_back({last + 1, step.number - 1, step.left_out});
      }
      numbers.push_back(step.number);
    }
    const std::vector<size_t> kept =
        KeptSteps(numbers, critical, kStoryStepsMax);
    std::vector<StepNumber> told;
    Json steps = Json::array();
    for (const size_t i : kept) {
      told.push_back(numbers[i]);
      steps.push_back(StepJson(trace.steps[i], critical));
    }
    Json left_out = Json::array();
    for (const LeftOut& gap : LeftOutOf(numbers, kept, before)) {
      left_out.push_back(
          {{"from", gap.from}, {"to", gap.to}, {"steps", gap.steps}});
    }
    json["tasks"] = labels_;
    json["steps"] = std::move(steps);
    json["steps_left_out"] =
        trace.steps_left_out + numbers.size() - told.size();
    json["left_out"] = std::move(left_out);
    json["accesses"] = Accesses(told);
    AddHoldings(HoldingsOf(trace, standings), told, json);
  }

  // What begins and ends within one gap says nothing of the steps told.
  static bool IsSeen(StepNumber from, StepNumber to,
                     const std::vector<StepNumber>& told) {
    const auto next = std::lower_bound(told.begin(), told.end(), from);
    return next != told.end() && (to == 0 || *next < to);
  }

  void AddHoldings(const Holdings& holdings,
                   const std::vector<StepNumber>& told, Json& json) const {
    const auto until = [](StepNumber to) {
      return to == 0 ? Json() : Json(to);
    };
    Json holds = Json::array();
    for (const Hold& hold : holdings.holds) {
      if (!IsSeen(hold.from, hold.to, told)) continue;
      holds.push_back({{"task", Label(hold.task)},
                       {"object", hold.object},
                       {"from", hold.from},
                       {"to", until(hold.to)},
                       {"shared", hold.shared}});
    }
    Json stands = Json::array();
    for (const Stand& stand : holdings.stands) {
      if (!IsSeen(stand.from, stand.to, told)) continue;
      stands.push_back(
          {{"task", Label(stand.task)},
           {"operation", std::string(OperationKindName(stand.kind))},
           {"object", stand.object},
           {"from", stand.from},
           {"to", until(stand.to)}});
    }
    json["holds"] = std::move(holds);
    json["waits"] = std::move(stands);
  }

  // The steps that decide are those of the failing execution, in their order
  // here.
  Json PassingJson(const OtherWay& passing) {
    std::set<std::pair<TaskId, uint32_t>> keys;
    for (const StepNumber number : critical_) {
      const TraceStep* const step = FindStep(failure_.trace, number);
      if (step != nullptr) keys.emplace(step->task, step->at);
    }
    std::vector<StepNumber> critical;
    for (const TraceStep& step : passing.trace.steps) {
      if (keys.contains({step.task, step.at})) critical.push_back(step.number);
    }
    Json json = {{"orders", OrdersJson(passing.orders)}};
    AddTrace(passing.trace, critical, {}, json);
    return json;
  }

  std::string Label(TaskId task) const {
    return task < labels_.size() ? labels_[task] : absl::StrCat("T", task);
  }

  void AddPlace(const Place& place, Json& json) const {
    json["location"] =
        place.file.empty() ? "" : PlaceText(ShortPath(place.file), place.line);
    json["file"] = place.file;
    json["source"] = std::string(Trim(place.source));
  }

  Json StepJson(const TraceStep& step,
                const std::vector<StepNumber>& critical) {
    std::string object = step.object;
    if (step.kind == OperationKind::kPoint) object = step.point;
    if (step.created < labels_.size()) object = labels_[step.created];
    Json json = {{"step", step.number},
                 {"task", Label(step.task)},
                 {"at", step.at},
                 {"operation", std::string(OperationKindName(step.kind))},
                 {"object", std::move(object)},
                 {"waited", step.waited},
                 {"switched", step.switched},
                 {"critical", std::binary_search(critical.begin(),
                                                 critical.end(), step.number)}};
    if (step.liberty != Liberty::kNone) {
      json["liberty"] = std::string(LibertyName(step.liberty));
    }
    AddPlace(PlaceOf(step), json);
    if (!step.stack.empty()) json["stack"] = stacks_.NumberOf(step.stack);
    return json;
  }

  Place PlaceOf(const TraceStep& step) {
    if (step.file.empty()) return resolver_.Locate(step.stack);
    Place place;
    place.file = step.file;
    place.line = step.line;
    place.source = resolver_.Source(step.file, step.line);
    return place;
  }

  // Those of the steps told.
  Json Accesses(const std::vector<StepNumber>& told) {
    Json accesses = Json::array();
    for (const TraceAccess& access : trace_->accesses) {
      if (!std::binary_search(told.begin(), told.end(), access.step)) continue;
      accesses.push_back(AccessJson(access));
    }
    return accesses;
  }

  Json AccessJson(const TraceAccess& access) {
    Json json = {{"step", access.step},
                 {"task", Label(access.task)},
                 {"operation", std::string(OperationKindName(access.kind))},
                 {"variable", VariableName(access, *trace_, resolver_)},
                 {"bytes", access.bytes}};
    if (access.known) {
      // A number only where it is no address.
      const auto value = [&](const std::string& text, uint64_t number) {
        return text.starts_with("pointer") || text == "null"
                   ? Json(text)
                   : Json(SignedValue(number, access.bytes));
      };
      json["before"] = value(values_.Before(access), access.before);
      json["after"] = value(values_.After(access), access.after);
    }
    AddPlace(resolver_.Locate(access.stack), json);
    if (!access.stack.empty()) json["stack"] = stacks_.NumberOf(access.stack);
    return json;
  }

  Json Standings() {
    Json standings = Json::array();
    for (const TaskStanding& standing : failure_.standings) {
      Json json = {
          {"task", standing.name},
          {"finished", standing.finished},
          {"enabled", standing.enabled},
          {"next", std::string(OperationKindName(standing.next))},
          {"object", standing.point.empty() ? standing.object : standing.point},
          {"holder", standing.holder_name}};
      const void* const site[] = {standing.site};
      AddPlace(standing.site == nullptr ? Place() : resolver_.Locate(site),
               json);
      standings.push_back(std::move(json));
    }
    return standings;
  }

  Json ExplanationJson(const Explanation& explanation) {
    Json facts = Json::array();
    for (const Fact& fact : explanation.facts) {
      facts.push_back(AccessJson(failure_.trace.accesses[fact.access]));
    }
    constexpr const char* kMinimalities[] = {"unknown", "local", "least"};
    Json schedule = SizeJson(explanation.after);
    schedule["found_with"] = SizeJson(explanation.before);
    schedule["minimality"] =
        kMinimalities[static_cast<size_t>(explanation.minimality)];
    return {{"defect", std::string(DefectClassName(explanation.defect))},
            {"meaning", std::string(DefectClassMeaning(explanation.defect))},
            {"facts", std::move(facts)},
            {"orders", OrdersJson(explanation.orders)},
            {"together", explanation.together},
            {"orders_tried", explanation.orders_tried},
            {"all_tried", explanation.all_tried},
            {"executions", explanation.executions},
            {"schedule", std::move(schedule)}};
  }

  static Json OrdersJson(const std::vector<CriticalOrder>& critical) {
    Json orders = Json::array();
    for (const CriticalOrder& order : critical) {
      const bool passes = order.otherwise == Trials::Answer::kPasses;
      orders.push_back({{"first", order.first},
                        {"second", order.second},
                        {"otherwise", passes ? "passes" : "fails"}});
    }
    return orders;
  }

  static Json SizeJson(const ScheduleSize& size) {
    return {{"preemptions", size.preemptions},
            {"steps", size.steps},
            {"tasks", size.tasks},
            {"switches", size.switches}};
  }

  const Failure& failure_;
  PlaceResolver& resolver_;
  StackTable stacks_;
  std::vector<StepNumber> critical_;
  // Of the trace that is being written.
  const Trace* trace_ = nullptr;
  std::vector<std::string> labels_;
  MemoryValues values_;
};

}  // namespace

std::string StoryToJson(const Failure& failure, PlaceResolver& resolver) {
  return StoryWriter(failure, resolver)
      .Write()
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace interleave
