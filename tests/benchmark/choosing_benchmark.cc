// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What a choice costs with each strategy that samples, in instrumented code:
// among two, four and eight tasks, half of whose operations race. This file
// itself is not instrumented, but linked with what is.

#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/task.h"
#include "interleave/strategy/pct.h"
#include "interleave/strategy/pos.h"
#include "interleave/strategy/random.h"
#include "interleave/strategy/rff.h"
#include "interleave/strategy/surw.h"
#include "interleave/strategy/uniform_walk.h"

namespace interleave {
namespace {

// Whoever goes on comes to its next operation, one of four.
void Choose(benchmark::State& state, Strategy& strategy) {
  constexpr int kChoices = 1'000;
  static constexpr std::array kKinds = {
      OperationKind::kAtomicLoad, OperationKind::kAtomicStore,
      OperationKind::kAtomicChange, OperationKind::kAtomicLoad};
  static constexpr char kSites[kKinds.size()] = {};
  // 0 and 1 are places that all come to.
  static constexpr std::array<uint32_t, kKinds.size()> kPlaces = {0, 0, 1, 0};
  static constexpr std::array<uint32_t, kKinds.size()> kOwn = {0, 1, 0, 1};
  const auto count = static_cast<uint32_t>(state.range(0));
  std::vector<std::unique_ptr<Task>> tasks;
  std::vector<const TaskState*> all;
  for (uint32_t i = 0; i < count + 1; ++i) {
    tasks.push_back(std::make_unique<Task>());
    tasks[i]->id = i;
    all.push_back(tasks[i].get());
  }
  const auto come = [&](Task& task) {
    const size_t at = ++task.points % kKinds.size();
    const uint32_t place = kPlaces[at] + kOwn[at] * (1 + task.id);
    task.next = {kKinds[at], place, &kSites[at]};
    task.granules.numbers[0] = place;
  };
  ChoicePoint point;
  point.tasks = all;
  point.enabled = std::span(all).subspan(1);
  point.enabled_bits = ((uint64_t{1} << count) - 1) << 1;
  point.count = count;
  for (auto _ : state) {
    for (const auto& task : tasks) {
      task->points = 0;
      task->granules.count = 1;
      task->granules.bytes[0] = 0xff;
      come(*task);
    }
    point.announcer = nullptr;
    strategy.Begin();
    for (int i = 0; i < kChoices; ++i) {
      point.current = strategy.Choose(point);
      Task& task = *tasks[point.current + 1];
      come(task);
      point.announcer = &task;
    }
    strategy.End({});
  }
  state.SetItemsProcessed(state.iterations() * kChoices);
}

void ChooseAccessByRandom(benchmark::State& state) {
  RandomStrategy random(1);
  Choose(state, random);
}
BENCHMARK(ChooseAccessByRandom)->Arg(2)->Arg(4)->Arg(8);

void ChooseAccessByPct(benchmark::State& state) {
  PctStrategy pct(1, /*depth=*/3, /*steps=*/1'000);
  Choose(state, pct);
}
BENCHMARK(ChooseAccessByPct)->Arg(2)->Arg(4)->Arg(8);

void ChooseAccessByPos(benchmark::State& state) {
  PosStrategy pos(1);
  Choose(state, pos);
}
BENCHMARK(ChooseAccessByPos)->Arg(2)->Arg(4)->Arg(8);

// Of the two places that all come to, and behind the profile.
void ChooseAccessBySurw(benchmark::State& state) {
  SurwStrategy surw(1, SurwStrategy::kProfiled);
  const int64_t count = state.range(0);
  std::string text = "1000";
  for (const int place : {0, 1}) {
    for (int64_t i = 0; i < count; ++i) {
      absl::StrAppend(&text, i == 0 ? " " : ",", "0.", i, ":", 250 / count, "@",
                      place == 0 ? 4 : 2);
    }
  }
  surw.Learn(text);
  Choose(state, surw);
}
BENCHMARK(ChooseAccessBySurw)->Arg(2)->Arg(4)->Arg(8);

void ChooseAccessByUniformWalk(benchmark::State& state) {
  UniformWalkStrategy walk(1);
  std::string text = "0:3/0";
  for (int64_t i = 0; i < state.range(0); ++i) {
    absl::StrAppend(&text, " 0.", i, ":", 1'000, "/0");
  }
  walk.Learn(text);
  Choose(state, walk);
}
BENCHMARK(ChooseAccessByUniformWalk)->Arg(2)->Arg(4)->Arg(8);

void ChooseAccessByRff(benchmark::State& state) {
  RffStrategy rff(1);
  Choose(state, rff);
}
BENCHMARK(ChooseAccessByRff)->Arg(2)->Arg(4)->Arg(8);

}  // namespace
}  // namespace interleave
