// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// "Trace Event Format" (the JSON array of chrome://tracing, which Perfetto
// imports): complete events "X", metadata "M", flow events "s" and "f".

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "tools/formats/fields.h"
#include "tools/formats/format.h"

namespace interleave::formats {
namespace {

constexpr uint64_t kMicrosecondsOfAStep = 1000;

// One finding's story, as the process `pid`.
class StoryEvents {
 public:
  StoryEvents(const Json& story, uint64_t pid, Json& events)
      : story_(story), pid_(pid), events_(events) {}

  void Add(const std::string& name) {
    AddMetadata("process_name", 0, name);
    for (const Json& task : Member(story_, "tasks")) {
      if (!task.is_string()) continue;
      const uint64_t tid = threads_.size() + 1;
      threads_.emplace(task.get<std::string>(), tid);
      AddMetadata("thread_name", tid, task.get<std::string>());
    }
    for (const Json& step : Member(story_, "steps")) AddStep(step);
    uint64_t flow = 0;
    const Json& explanation = Member(story_, "explanation");
    for (const Json& order : Member(explanation, "orders")) {
      AddFlow(order, ++flow);
    }
  }

 private:
  uint64_t ThreadOf(const std::string& task) const {
    const auto found = threads_.find(task);
    return found == threads_.end() ? 0 : found->second;
  }

  void AddMetadata(const char* what, uint64_t tid, const std::string& name) {
    events_.push_back({{"name", what},
                       {"ph", "M"},
                       {"pid", pid_},
                       {"tid", tid},
                       {"args", {{"name", name}}}});
  }

  void AddStep(const Json& step) {
    const uint64_t number = NumberOf(step, "step");
    const uint64_t tid = ThreadOf(TextOf(step, "task"));
    thread_of_step_[number] = tid;
    events_.push_back({{"name", absl::StrCat(TextOf(step, "operation"), " ",
                                             TextOf(step, "object"))},
                       {"cat", FlagOf(step, "critical") ? "critical" : "step"},
                       {"ph", "X"},
                       {"ts", number * kMicrosecondsOfAStep},
                       {"dur", kMicrosecondsOfAStep},
                       {"pid", pid_},
                       {"tid", tid},
                       {"args",
                        {{"step", number},
                         {"location", TextOf(step, "location")},
                         {"source", TextOf(step, "source")},
                         {"waited", FlagOf(step, "waited")}}}});
  }

  // An arrow from the first step of an order that decides to the second.
  void AddFlow(const Json& order, uint64_t id) {
    for (const char* end : {"first", "second"}) {
      const uint64_t step = NumberOf(order, end);
      const bool begins = std::string_view(end) == "first";
      events_.push_back(
          {{"name", "decides"},
           {"cat", "critical"},
           {"ph", begins ? "s" : "f"},
           {"id", id},
           {"ts", step * kMicrosecondsOfAStep + kMicrosecondsOfAStep / 2},
           {"pid", pid_},
           {"tid", thread_of_step_[step]}});
    }
  }

  const Json& story_;
  const uint64_t pid_;
  Json& events_;
  std::map<std::string, uint64_t> threads_;
  std::map<uint64_t, uint64_t> thread_of_step_;
};

}  // namespace

std::string ToTraceEvents(const Json& result) {
  Json events = Json::array();
  uint64_t pid = 0;
  for (const Json& test : Member(result, "tests")) {
    for (const Json& finding : Member(test, "findings")) {
      const Json& story = Member(finding, "story");
      if (!story.is_object()) continue;
      StoryEvents(story, ++pid, events)
          .Add(absl::StrCat(TextOf(test, "name"), ": ",
                            TextOf(finding, "kind")));
    }
  }
  const Json all = {{"traceEvents", std::move(events)},
                    {"displayTimeUnit", "ms"}};
  return all.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace interleave::formats
