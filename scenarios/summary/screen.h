// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Runs a scenario and shows it, on a few lines of the screen.
//
// Determinism: the numbers of executions are the same on every machine; rates,
// and what real threads do, are not.

#ifndef SCENARIOS_SUMMARY_SCREEN_H_
#define SCENARIOS_SUMMARY_SCREEN_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "interleave/interleave.h"
#include "scenarios/summary/scenario.h"

namespace scenarios {

// "12,345"
std::string WithCommas(uint64_t number);

// "410,000 a second", of executions.
std::string RateOf(const interleave::ExploreResult& result);

class Screen {
 public:
  // `root`: what a user would put before a path in the repository.
  // `binaries`: the folder of the demo binaries, in the repository.
  // `schedules`: where the schedule files of findings go.
  Screen(std::string root, std::string binaries, std::string schedules);

  // Prints the scenario's lines. False when anything is not as stated; the
  // line says so.
  bool Show(const Scenario& scenario);

 private:
  void ShowReproduced(const Scenario& scenario, const Wrong& wrong);
  void ShowFound(const Scenario& scenario, const Wrong& wrong);
  void ShowFixed(const Scenario& scenario, const Right& right);
  void ShowExtras(const std::string& label,
                  const std::function<std::vector<Extra>()>& extras);
  void ShowStory(const Scenario& scenario);
  // `label` is printed when it isn't the one of the line before.
  void Line(const std::string& label, const std::string& text,
            bool as_stated = true);
  interleave::ExploreResult Explore(interleave::Options options,
                                    const std::function<void()>& body) const;

  const std::string root_;
  const std::string binaries_;
  const std::string schedules_;
  std::string last_label_;
  bool as_stated_ = true;
};

}  // namespace scenarios

#endif  // SCENARIOS_SUMMARY_SCREEN_H_
