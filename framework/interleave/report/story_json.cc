// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/story_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "interleave/report/access_text.h"
#include "interleave/report/columns.h"
#include "interleave/report/explanation_text.h"
#include "interleave/report/path_text.h"
#include "interleave/report/plain_text.h"

namespace interleave {
namespace {

using Json = nlohmann::ordered_json;

class StoryWriter {
 public:
  StoryWriter(const Failure& failure, PlaceResolver& resolver)
      : failure_(failure),
        trace_(failure.trace),
        resolver_(resolver),
        labels_(TaskLabels(trace_.task_names)),
        first_(trace_.steps.size() > kStoryStepsMax
                   ? trace_.steps.size() - kStoryStepsMax
                   : 0) {
    if (failure.explanation.has_value()) {
      critical_ = CriticalSteps(*failure.explanation, trace_);
    }
  }

  Json Write() {
    Json steps = Json::array();
    for (size_t i = first_; i < trace_.steps.size(); ++i) {
      steps.push_back(StepJson(trace_.steps[i]));
    }
    Json story = {{"tasks", labels_},
                  {"steps", std::move(steps)},
                  {"steps_left_out", trace_.steps_left_out + first_},
                  {"accesses", Accesses()},
                  {"standings", Standings()}};
    if (failure_.explanation.has_value()) {
      story["explanation"] = ExplanationJson(*failure_.explanation);
    }
    return story;
  }

 private:
  std::string Label(TaskId task) const {
    return task < labels_.size() ? labels_[task] : absl::StrCat("T", task);
  }

  void AddPlace(const Place& place, Json& json) const {
    json["location"] =
        place.file.empty() ? "" : PlaceText(ShortPath(place.file), place.line);
    json["source"] = std::string(Trim(place.source));
  }

  Json StepJson(const TraceStep& step) {
    std::string object = step.object;
    if (step.kind == OperationKind::kPoint) object = step.point;
    if (step.created < labels_.size()) object = labels_[step.created];
    Json json = {
        {"step", step.number},
        {"task", Label(step.task)},
        {"operation", std::string(OperationKindName(step.kind))},
        {"object", std::move(object)},
        {"waited", step.waited},
        {"switched", step.switched},
        {"critical",
         std::binary_search(critical_.begin(), critical_.end(), step.number)}};
    AddPlace(PlaceOf(step), json);
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

  Json Accesses() {
    const StepNumber from =
        trace_.steps.empty() ? 0 : trace_.steps[first_].number;
    Json accesses = Json::array();
    for (const TraceAccess& access : trace_.accesses) {
      if (access.step >= from) accesses.push_back(AccessJson(access));
    }
    return accesses;
  }

  Json AccessJson(const TraceAccess& access) {
    Json json = {{"step", access.step},
                 {"task", Label(access.task)},
                 {"operation", std::string(OperationKindName(access.kind))},
                 {"variable", VariableName(access, trace_, resolver_)},
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
      facts.push_back(AccessJson(trace_.accesses[fact.access]));
    }
    Json orders = Json::array();
    for (const CriticalOrder& order : explanation.orders) {
      const bool passes = order.otherwise == Trials::Answer::kPasses;
      orders.push_back({{"first", order.first},
                        {"second", order.second},
                        {"otherwise", passes ? "passes" : "fails"}});
    }
    constexpr const char* kMinimalities[] = {"unknown", "local", "least"};
    Json schedule = SizeJson(explanation.after);
    schedule["found_with"] = SizeJson(explanation.before);
    schedule["minimality"] =
        kMinimalities[static_cast<size_t>(explanation.minimality)];
    return {{"defect", std::string(DefectClassName(explanation.defect))},
            {"meaning", std::string(DefectClassMeaning(explanation.defect))},
            {"facts", std::move(facts)},
            {"orders", std::move(orders)},
            {"together", explanation.together},
            {"orders_tried", explanation.orders_tried},
            {"all_tried", explanation.all_tried},
            {"executions", explanation.executions},
            {"schedule", std::move(schedule)}};
  }

  static Json SizeJson(const ScheduleSize& size) {
    return {{"preemptions", size.preemptions},
            {"steps", size.steps},
            {"tasks", size.tasks},
            {"switches", size.switches}};
  }

  const Failure& failure_;
  const Trace& trace_;
  PlaceResolver& resolver_;
  const std::vector<std::string> labels_;
  const size_t first_;
  std::vector<StepNumber> critical_;
  MemoryValues values_;
};

}  // namespace

std::string StoryToJson(const Failure& failure, PlaceResolver& resolver) {
  return StoryWriter(failure, resolver)
      .Write()
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace interleave
