// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/failure_json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "interleave/explore/json_parts.h"
#include "interleave/explore/result_json.h"

namespace interleave {
namespace {

using json_parts::AddressFromJson;
using json_parts::Escape;
using json_parts::Json;
using json_parts::ListOf;
using json_parts::NumberOf;
using json_parts::OperationFromJson;
using json_parts::ReadList;
using json_parts::StackFromJson;
using json_parts::StackToJson;

Json StepToJson(const TraceStep& step) {
  return {{"number", step.number},
          {"task", step.task},
          {"at", step.at},
          {"kind", static_cast<uint32_t>(step.kind)},
          {"object", Escape(step.object)},
          {"created", step.created},
          {"point", step.point},
          {"stack", StackToJson(step.stack)},
          {"file", Escape(step.file)},
          {"line", static_cast<uint32_t>(step.line)},
          {"waited", step.waited},
          {"liberty", static_cast<uint32_t>(step.liberty)},
          {"left_out", step.left_out},
          {"switched", step.switched}};
}

TraceStep StepFromJson(const JsonReader& json) {
  TraceStep step;
  step.number = json["number"].Number<StepNumber>();
  step.task = json["task"].Number<TaskId>();
  step.at = json["at"].Number<uint32_t>();
  step.kind = OperationFromJson(json["kind"]);
  step.object = json["object"].Escaped();
  step.created = json["created"].Number<TaskId>();
  step.point = json["point"].String();
  step.stack = StackFromJson(json["stack"]);
  step.file = json["file"].Escaped();
  step.line = json["line"].Number<int>();
  step.waited = json["waited"].Bool();
  step.liberty =
      static_cast<Liberty>(json["liberty"].NumberUpTo(kLibertyCount - 1));
  step.switched = json["switched"].Bool();
  step.left_out = json["left_out"].Number<uint64_t>();
  return step;
}

Json AccessToJson(const TraceAccess& access) {
  return {{"task", access.task},
          {"step", access.step},
          {"is_step", access.is_step},
          {"kind", static_cast<uint32_t>(access.kind)},
          {"address", NumberOf(access.address)},
          {"bytes", access.bytes},
          {"life", access.life},
          {"stack", StackToJson(access.stack)},
          {"known", access.known},
          {"before", access.before},
          {"after", access.after}};
}

TraceAccess AccessFromJson(const JsonReader& json) {
  TraceAccess access;
  access.task = json["task"].Number<TaskId>();
  access.step = json["step"].Number<StepNumber>();
  access.is_step = json["is_step"].Bool();
  access.kind = OperationFromJson(json["kind"]);
  access.address = AddressFromJson(json["address"]);
  access.bytes = json["bytes"].Number<size_t>();
  access.life = json["life"].Number<uint32_t>();
  access.stack = StackFromJson(json["stack"]);
  access.known = json["known"].Bool();
  access.before = json["before"].Number<uint64_t>();
  access.after = json["after"].Number<uint64_t>();
  return access;
}

Json SizeToJson(const ScheduleSize& size) {
  return {{"preemptions", size.preemptions},
          {"steps", size.steps},
          {"tasks", size.tasks},
          {"switches", size.switches},
          {"values", size.values}};
}

ScheduleSize SizeFromJson(const JsonReader& json) {
  ScheduleSize size;
  size.preemptions = json["preemptions"].Number<uint32_t>();
  size.steps = json["steps"].Number<StepNumber>();
  size.tasks = json["tasks"].Number<uint32_t>();
  size.switches = json["switches"].Number<uint32_t>();
  size.values = json["values"].Number<uint64_t>();
  return size;
}

Json OrderToJson(const CriticalOrder& order) {
  return {{"first", order.first},
          {"second", order.second},
          {"otherwise", static_cast<uint32_t>(order.otherwise)}};
}

CriticalOrder OrderFromJson(const JsonReader& json) {
  CriticalOrder order;
  order.first = json["first"].Number<StepNumber>();
  order.second = json["second"].Number<StepNumber>();
  order.otherwise = static_cast<Trials::Answer>(json["otherwise"].NumberUpTo(
      static_cast<uint64_t>(Trials::Answer::kImpossible)));
  return order;
}

Json OtherWayToJson(const OtherWay& other) {
  return {{"orders", ListOf(other.orders, &OrderToJson)},
          {"task_names", StringsToJson(other.trace.task_names)},
          {"steps", ListOf(other.trace.steps, &StepToJson)},
          {"accesses", ListOf(other.trace.accesses, &AccessToJson)}};
}

OtherWay OtherWayFromJson(const JsonReader& json) {
  OtherWay other;
  other.orders = ReadList(json["orders"], &OrderFromJson);
  other.trace.task_names = StringsFromJson(json["task_names"]);
  other.trace.steps = ReadList(json["steps"], &StepFromJson);
  other.trace.accesses = ReadList(json["accesses"], &AccessFromJson);
  return other;
}

// A list of one, or of none.
template <typename Value>
std::vector<Value> AsList(const std::optional<Value>& value) {
  return value.has_value() ? std::vector<Value>{*value} : std::vector<Value>();
}

Json ExplanationToJson(const Explanation& explanation) {
  return {{"before", SizeToJson(explanation.before)},
          {"after", SizeToJson(explanation.after)},
          {"minimality", static_cast<uint32_t>(explanation.minimality)},
          {"searched_below", explanation.searched_below},
          {"executions", explanation.executions},
          {"ran_out_of_time", explanation.ran_out_of_time},
          {"orders", ListOf(explanation.orders, &OrderToJson)},
          {"together", explanation.together},
          {"orders_tried", explanation.orders_tried},
          {"all_tried", explanation.all_tried},
          {"defect", static_cast<uint32_t>(explanation.defect)},
          {"facts", ListOf(explanation.facts,
                           [](const Fact& fact) { return fact.access; })},
          {"passing", ListOf(AsList(explanation.passing), &OtherWayToJson)}};
}

Explanation ExplanationFromJson(const JsonReader& json) {
  Explanation explanation;
  explanation.before = SizeFromJson(json["before"]);
  explanation.after = SizeFromJson(json["after"]);
  explanation.minimality = static_cast<Minimality>(
      json["minimality"].NumberUpTo(static_cast<uint64_t>(Minimality::kLeast)));
  explanation.searched_below = json["searched_below"].Number<uint32_t>();
  explanation.executions = json["executions"].Number<uint64_t>();
  explanation.ran_out_of_time = json["ran_out_of_time"].Bool();
  explanation.orders = ReadList(json["orders"], &OrderFromJson);
  explanation.together = json["together"].Bool();
  explanation.orders_tried = json["orders_tried"].Number<uint32_t>();
  explanation.all_tried = json["all_tried"].Bool();
  explanation.defect = static_cast<DefectClass>(
      json["defect"].NumberUpTo(kDefectClassCount - 1));
  explanation.facts = ReadList(json["facts"], [](const JsonReader& fact) {
    return Fact{fact.Number<size_t>()};
  });
  if (json["passing"].size() > 0) {
    explanation.passing = OtherWayFromJson(json["passing"].At(0));
  }
  return explanation;
}

}  // namespace

Json FailureToJson(const Failure& failure) {
  return {
      {"finding", FindingToJson(failure.finding)},
      {"execution", failure.execution},
      {"schedule", failure.schedule.test.empty()
                       ? std::string()
                       : Escape(FormatSchedule(failure.schedule))},
      {"token", failure.token},
      {"schedule_path", Escape(failure.schedule_path)},
      {"task_names", StringsToJson(failure.trace.task_names)},
      {"steps_left_out", failure.trace.steps_left_out},
      {"steps", ListOf(failure.trace.steps, &StepToJson)},
      {"accesses", ListOf(failure.trace.accesses, &AccessToJson)},
      {"standings", StandingsToJson(failure.standings)},
      {"output", Escape(failure.output)},
      {"explanation", ListOf(AsList(failure.explanation), &ExplanationToJson)}};
}

Failure FailureFromJson(const JsonReader& json) {
  Failure failure;
  failure.finding = FindingFromJson(json["finding"]);
  failure.execution = json["execution"].Number<uint64_t>();
  // One of the search itself has none.
  if (const std::string text = json["schedule"].Escaped(); !text.empty()) {
    absl::StatusOr<Schedule> schedule = ParseSchedule(text, "schedule");
    if (schedule.ok()) {
      failure.schedule = *std::move(schedule);
    } else {
      json["schedule"].Fail(std::string(schedule.status().message()));
    }
  }
  failure.token = json["token"].String();
  failure.schedule_path = json["schedule_path"].Escaped();
  failure.trace.task_names = StringsFromJson(json["task_names"]);
  failure.trace.steps_left_out = json["steps_left_out"].Number<uint64_t>();
  failure.trace.steps = ReadList(json["steps"], &StepFromJson);
  failure.trace.accesses = ReadList(json["accesses"], &AccessFromJson);
  failure.standings = StandingsFromJson(json["standings"]);
  failure.output = json["output"].Escaped();
  if (json["explanation"].size() > 0) {
    failure.explanation = ExplanationFromJson(json["explanation"].At(0));
  }
  return failure;
}

}  // namespace interleave
