// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What a choice costs with each strategy that samples: among two, four
// and eight tasks that pass points one after another.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/task.h"
#include "interleave/strategy/pct.h"
#include "interleave/strategy/pos.h"
#include "interleave/strategy/random.h"
#include "interleave/strategy/sticky_random.h"
#include "interleave/strategy/surw.h"
#include "interleave/strategy/uniform_walk.h"

namespace interleave {
namespace {

constexpr int kChoices = 1'000;

// Of main, which waits, and so many others. Whoever goes on comes to its next
// point.
void Choose(benchmark::State& state, Strategy& strategy) {
  const auto count = static_cast<size_t>(state.range(0));
  std::vector<std::unique_ptr<Task>> tasks;
  std::vector<const TaskState*> all;
  for (size_t i = 0; i < count + 1; ++i) {
    tasks.push_back(std::make_unique<Task>());
    tasks[i]->id = static_cast<TaskId>(i);
    all.push_back(tasks[i].get());
  }
  ChoicePoint point;
  point.tasks = all;
  point.enabled = std::span(all).subspan(1);
  point.enabled_bits = ((uint64_t{1} << count) - 1) << 1;
  point.count = static_cast<uint32_t>(count);
  for (auto _ : state) {
    for (const auto& task : tasks) {
      task->points = 1;
      task->next = Operation{OperationKind::kPoint, kNoObject, nullptr};
    }
    point.announcer = nullptr;
    strategy.Begin();
    for (int i = 0; i < kChoices; ++i) {
      point.current = strategy.Choose(point);
      Task& task = *tasks[point.current + 1];
      ++task.points;
      point.announcer = &task;
    }
    strategy.End({});
  }
  state.SetItemsProcessed(state.iterations() * kChoices);
}

void ChooseByRandom(benchmark::State& state) {
  RandomStrategy random(1);
  Choose(state, random);
}
BENCHMARK(ChooseByRandom)->Arg(2)->Arg(4)->Arg(8);

void ChooseByStickyRandom(benchmark::State& state) {
  StickyRandomStrategy sticky(1, 10);
  Choose(state, sticky);
}
BENCHMARK(ChooseByStickyRandom)->Arg(2)->Arg(4)->Arg(8);

void ChooseByPct(benchmark::State& state) {
  PctStrategy pct(1, /*depth=*/3, kChoices);
  Choose(state, pct);
}
BENCHMARK(ChooseByPct)->Arg(2)->Arg(4)->Arg(8);

void ChooseByPos(benchmark::State& state) {
  PosStrategy pos(1);
  Choose(state, pos);
}
BENCHMARK(ChooseByPos)->Arg(2)->Arg(4)->Arg(8);

// Behind its profile, as nearly all of its executions are.
void ChooseBySurw(benchmark::State& state) {
  SurwStrategy surw(1, SurwStrategy::kProfiled);
  std::string text = "1000 ";
  for (int64_t i = 0; i < state.range(0); ++i) {
    absl::StrAppend(&text, i == 0 ? "" : ",", "0.", i, ":", kChoices / 8, "@2");
  }
  surw.Learn(text);
  Choose(state, surw);
}
BENCHMARK(ChooseBySurw)->Arg(2)->Arg(4)->Arg(8);

void ChooseByUniformWalk(benchmark::State& state) {
  UniformWalkStrategy walk(1);
  std::string text = "0:3/0";
  for (int64_t i = 0; i < state.range(0); ++i) {
    absl::StrAppend(&text, " 0.", i, ":", kChoices, "/0");
  }
  walk.Learn(text);
  Choose(state, walk);
}
BENCHMARK(ChooseByUniformWalk)->Arg(2)->Arg(4)->Arg(8);

}  // namespace
}  // namespace interleave
