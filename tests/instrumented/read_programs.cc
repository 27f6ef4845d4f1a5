// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "read_programs.h"

#include "absl/strings/str_join.h"

namespace interleave::read_programs {

void PrintTo(const Program& program, std::ostream* out) {
  const char* const names[] = {"load",  "store", "change", "compare", "read",
                               "write", "lock",  "unlock", "try"};
  for (const Course& course : program.threads) {
    for (const Step& step : course) {
      *out << names[static_cast<int>(step.what)] << step.place << " ";
    }
    *out << "| ";
  }
}

Course Times(int times, const Course& part) {
  Course course;
  for (int i = 0; i < times; ++i) {
    course.insert(course.end(), part.begin(), part.end());
  }
  return course;
}

Program Increments(size_t threads, int times) {
  const Course increment = {{What::kLoad}, {What::kStore}};
  return {std::vector<Course>(threads, Times(times, increment))};
}

std::string Text(const Class& reads) {
  std::vector<std::string> threads;
  for (const std::vector<int>& thread : reads) {
    threads.push_back(absl::StrJoin(thread, " "));
  }
  return absl::StrJoin(threads, "; ");
}

Interleavings::Interleavings(const Program& program) : program_(program) {
  State state;
  state.at.resize(program.threads.size());
  state.reads.resize(program.threads.size() + 1);
  Visit(state);
}

// NOLINTNEXTLINE(misc-no-recursion)
void Interleavings::Visit(const State& state) {
  if (!visited_.insert(state).second) return;
  bool over = true;
  bool stuck = true;
  for (size_t thread = 0; thread < program_.threads.size(); ++thread) {
    const Course& course = program_.threads[thread];
    if (state.at[thread] == course.size()) continue;
    over = false;
    const Step& step = course[state.at[thread]];
    if (step.what == What::kLock && state.holder[step.place] != 0) continue;
    stuck = false;
    State next = state;
    Carry(step, thread, next);
    Visit(next);
  }
  if (over) {
    State last = state;
    if (program_.reads_at_end) {
      last.reads.back().assign(last.value, last.value + kVariables);
    }
    complete_.insert(Text(last.reads));
    classes_.insert({last.reads, last.plain_writes});
  } else if (stuck) {
    deadlocked_.insert(Text(state.reads));
    classes_.insert({state.reads, state.plain_writes});
  }
}

void Interleavings::Carry(const Step& step, size_t thread, State& state) {
  const size_t at = state.at[thread]++;
  std::vector<int>& reads = state.reads[thread];
  const int number = NumberOf(thread, at);
  switch (step.what) {
    case What::kLoad:
    case What::kPlainRead:
      reads.push_back(state.value[step.place]);
      break;
    case What::kCompare:
      reads.push_back(state.value[step.place]);
      if (reads.back() == step.expected) state.value[step.place] = number;
      break;
    case What::kChange:
      reads.push_back(state.value[step.place]);
      state.value[step.place] = number;
      break;
    case What::kPlainWrite:
      state.plain_writes.push_back(number);
      [[fallthrough]];
    case What::kStore:
      state.value[step.place] = number;
      break;
    case What::kUnlock:
      state.holder[step.place] = 0;
      state.given_back[step.place] = number;
      break;
    case What::kTryLock:
      if (state.holder[step.place] != 0) {
        reads.push_back(kHeld + state.holder[step.place]);
        state.at[thread] += step.skips;
        break;
      }
      [[fallthrough]];
    case What::kLock:
      reads.push_back(state.given_back[step.place]);
      state.holder[step.place] = number;
      break;
  }
}

Threads::Threads(size_t count, const std::function<void(size_t)>& work)
    : starts_(count) {
  for (size_t i = 0; i < count; ++i) {
    starts_[i] = {&work, i, {}};
    pthread_create(&starts_[i].thread, nullptr, &Run, &starts_[i]);
  }
  for (const Start& start : starts_) pthread_join(start.thread, nullptr);
}

void* Threads::Run(void* argument) {
  const auto* const start = static_cast<const Start*>(argument);
  (*start->work)(start->number);
  return nullptr;
}

}  // namespace interleave::read_programs
