// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "scenarios/summary/screen.h"

#include <cstdio>
#include <utility>

namespace scenarios {
namespace {

using interleave::ExploreResult;
using interleave::Options;
using interleave::ReplayVerdict;
using interleave::Verdict;

constexpr uint64_t kExecutionsForRate = 20'000;

std::string PathIn(const Scenario& scenario, const char* file) {
  return SCENARIO_FOLDER "/../" + scenario.folder + "/" + file;
}

std::string Labelled(const std::string& label, const std::string& text) {
  return label.empty() ? text : label + ": " + text;
}

// Found in the first execution, in those words.
bool IsReproduced(const ExploreResult& result, const std::string& words) {
  return result.executions == 1 && result.failures.size() == 1 &&
         result.replay.has_value() &&
         result.replay->verdict == ReplayVerdict::kReproduced &&
         result.failures[0].finding.message.find(words) != std::string::npos;
}

}  // namespace

std::string WithCommas(uint64_t number) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

// Two digits are as much as such a number is worth.
std::string RateOf(const ExploreResult& result) {
  if (result.seconds <= 0) return "at once";
  uint64_t rate = static_cast<uint64_t>(static_cast<double>(result.executions) /
                                        result.seconds);
  uint64_t unit = 1;
  while (rate / unit >= 100) unit *= 10;
  return WithCommas(rate / unit * unit) + " a second";
}

Screen::Screen(std::string root, std::string binaries, std::string schedules)
    : root_(std::move(root)),
      binaries_(std::move(binaries)),
      schedules_(std::move(schedules)) {}

bool Screen::Show(const Scenario& scenario) {
  as_stated_ = true;
  last_label_.clear();
  std::printf("%s: %s\n", scenario.folder.c_str(), scenario.headline.c_str());
  for (const Wrong& wrong : scenario.wrong) ShowReproduced(scenario, wrong);
  for (const Wrong& wrong : scenario.wrong) ShowFound(scenario, wrong);
  ShowExtras("found unaided", scenario.found_too);
  for (const Right& right : scenario.right) ShowFixed(scenario, right);
  ShowExtras("fixed", scenario.fixed_too);
  ShowStory(scenario);
  return as_stated_;
}

void Screen::ShowReproduced(const Scenario& scenario, const Wrong& wrong) {
  const ExploreResult scripted = Explore(
      {.script_file = PathIn(scenario, "reproduce.script")}, wrong.body);
  const ExploreResult replayed =
      Explore({.replay = PathIn(scenario, "reproduce.schedule")}, wrong.body);
  if (scripted.failures.empty()) {
    Line("reproduced", ResultLine(scripted), false);
    return;
  }
  const interleave::Failure& failure = scripted.failures[0];
  Line("reproduced",
       Labelled(wrong.label, "in execution " +
                                 std::to_string(failure.execution) + ": \"" +
                                 scenario.words + "\""),
       IsReproduced(scripted, scenario.words) &&
           IsReproduced(replayed, scenario.words));
}

void Screen::ShowFound(const Scenario& scenario, const Wrong& wrong) {
  const ExploreResult found = Explore({.strategy = "random"}, wrong.body);
  const ExploreResult timed =
      Explore({.strategy = "random", .executions = kExecutionsForRate},
              scenario.right[0].body);
  Line("found unaided",
       Labelled(wrong.label, "in execution " + WithCommas(found.executions) +
                                 " (random, " + RateOf(timed) + ")"),
       found.failures.size() == 1);
}

void Screen::ShowFixed(const Scenario& scenario, const Right& right) {
  const ExploreResult verified =
      Explore({.strategy = "exhaustive", .executions = 0}, right.body);
  const ExploreResult old =
      Explore({.replay = PathIn(scenario, "reproduce.schedule"),
               .allow_infeasible = true},
              right.body);
  const ReplayVerdict verdict =
      old.replay.has_value() ? old.replay->verdict : ReplayVerdict::kDiverged;
  Line("fixed",
       Labelled(right.label, ResultLine(verified) + "; the old order: " +
                                 ReplayVerdictName(verdict)),
       verified.verdict == Verdict::kVerified && old.ok() &&
           verdict == right.old_order);
}

void Screen::ShowExtras(const std::string& label,
                        const std::function<std::vector<Extra>()>& extras) {
  if (extras == nullptr) return;
  for (const Extra& extra : extras()) Line(label, extra.text, extra.as_stated);
}

void Screen::ShowStory(const Scenario& scenario) {
  Line("the story", root_ + "scenarios/" + scenario.folder + "/README.md");
  Line("the story", root_ + binaries_ + "/" + scenario.folder + "_demo");
}

void Screen::Line(const std::string& label, const std::string& text,
                  bool as_stated) {
  std::printf("  %-13s  %s%s\n", label == last_label_ ? "" : label.c_str(),
              as_stated ? "" : "NOT AS STATED: ", text.c_str());
  std::fflush(stdout);
  last_label_ = label;
  as_stated_ = as_stated_ && as_stated;
}

ExploreResult Screen::Explore(Options options,
                              const std::function<void()>& body) const {
  options.schedule_dir = schedules_;
  return interleave::Explore(options, body);
}

}  // namespace scenarios
