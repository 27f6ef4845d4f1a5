// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/witness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "interleave/base/random.h"

namespace interleave {
namespace {

constexpr uint32_t kNone = Witness::kNone;

// Operations of several tasks, each task's one after another.
struct Problem {
  std::vector<Witness::Operation> operations;
  std::vector<std::vector<uint32_t>> tasks;  // of operations
};

bool Find(const Problem& problem, Witness* witness) {
  witness->Begin(problem.operations.size());
  for (uint32_t i = 0; i < problem.operations.size(); ++i) {
    witness->Set(i, problem.operations[i]);
  }
  // All that the tasks' courses and the reads say.
  bool changed = true;
  const auto put = [&](uint32_t earlier, uint32_t later) {
    for (size_t word = 0; word < witness->words(); ++word) {
      uint64_t add = witness->before(earlier)[word];
      if (word == earlier / 64) add |= uint64_t{1} << (earlier % 64);
      uint64_t& to = witness->before(later)[word];
      changed |= (add & ~to) != 0;
      to |= add;
    }
  };
  while (changed) {
    changed = false;
    for (const std::vector<uint32_t>& task : problem.tasks) {
      for (size_t i = 1; i < task.size(); ++i) put(task[i - 1], task[i]);
    }
    for (uint32_t i = 0; i < problem.operations.size(); ++i) {
      const Witness::Operation& operation = problem.operations[i];
      if (operation.reads && operation.from != kNone) put(operation.from, i);
    }
  }
  for (uint32_t i = 0; i < problem.operations.size(); ++i) {
    if ((witness->before(i)[i / 64] >> (i % 64) & 1) != 0) return false;
  }
  return witness->Find();
}

// In this order every read reads from whom it is said to.
bool IsOrder(const Problem& problem, const std::vector<uint32_t>& order) {
  std::map<uint32_t, uint32_t> last;  // by place
  for (const uint32_t i : order) {
    const Witness::Operation& operation = problem.operations[i];
    const auto at = last.find(operation.place);
    const uint32_t source = at == last.end() ? kNone : at->second;
    if (operation.reads && source != operation.from) return false;
    if (operation.writes) last[operation.place] = i;
  }
  return true;
}

// Whether any interleaving is an order.
// NOLINTNEXTLINE(misc-no-recursion)
bool AnyOrder(const Problem& problem, std::vector<size_t>& at,
              std::vector<uint32_t>& order) {
  if (order.size() == problem.operations.size()) return true;
  for (size_t task = 0; task < problem.tasks.size(); ++task) {
    if (at[task] == problem.tasks[task].size()) continue;
    order.push_back(problem.tasks[task][at[task]++]);
    if (IsOrder(problem, order) && AnyOrder(problem, at, order)) return true;
    order.pop_back();
    --at[task];
  }
  return false;
}

// Each read reads from any write to its place, so that there may be no order.
Problem Draw(Random& random, uint32_t tasks, uint32_t operations_max,
             uint32_t places) {
  Problem problem;
  for (uint32_t task = 0; task < tasks; ++task) {
    std::vector<uint32_t>& course = problem.tasks.emplace_back();
    const uint32_t count = 1 + random.Below(operations_max);
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t kind = random.Below(5);
      course.push_back(static_cast<uint32_t>(problem.operations.size()));
      problem.operations.push_back(
          {random.Below(places), kNone, kind <= 2, kind >= 2});
    }
  }
  for (uint32_t i = 0; i < problem.operations.size(); ++i) {
    Witness::Operation& operation = problem.operations[i];
    if (!operation.reads) continue;
    std::vector<uint32_t> sources = {kNone};
    for (uint32_t j = 0; j < problem.operations.size(); ++j) {
      const Witness::Operation& other = problem.operations[j];
      if (j != i && other.writes && other.place == operation.place) {
        sources.push_back(j);
      }
    }
    operation.from =
        sources[random.Below(static_cast<uint32_t>(sources.size()))];
  }
  return problem;
}

TEST(WitnessTest, FindsAnOrderExactlyWhereThereIsOne) {
  Random random(5);
  Witness witness;
  int found = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Problem problem =
        Draw(random, 2 + random.Below(3), 4, 1 + random.Below(3));
    std::vector<size_t> at(problem.tasks.size());
    std::vector<uint32_t> order;
    const bool exists = AnyOrder(problem, at, order);
    ASSERT_EQ(Find(problem, &witness), exists) << "problem " << i;
    if (!exists) continue;
    ++found;
    const std::vector<uint32_t> mine(witness.order().begin(),
                                     witness.order().end());
    ASSERT_EQ(mine.size(), problem.operations.size());
    EXPECT_TRUE(IsOrder(problem, mine)) << "problem " << i;
    for (const std::vector<uint32_t>& task : problem.tasks) {
      for (size_t j = 1; j < task.size(); ++j) {
        EXPECT_LT(std::find(mine.begin(), mine.end(), task[j - 1]),
                  std::find(mine.begin(), mine.end(), task[j]));
      }
    }
  }
  EXPECT_GT(found, 1'000);
}

// Some of these leave choices of which the first is wrong.
TEST(WitnessTest, GoesBackWhereAChoiceLedNowhere) {
  Random random(11);
  Witness witness;
  int found = 0;
  for (int i = 0; i < 3'000; ++i) {
    // Of an execution, so that there is an order.
    Problem problem = Draw(random, 4, 8, 2);
    std::vector<size_t> at(problem.tasks.size());
    std::map<uint32_t, uint32_t> last;
    for (size_t left = problem.operations.size(); left > 0;) {
      const uint32_t task = random.Below(4);
      if (at[task] == problem.tasks[task].size()) continue;
      const uint32_t next = problem.tasks[task][at[task]++];
      Witness::Operation& operation = problem.operations[next];
      const auto source = last.find(operation.place);
      operation.from = source == last.end() ? kNone : source->second;
      if (operation.writes) last[operation.place] = next;
      --left;
    }
    ASSERT_TRUE(Find(problem, &witness)) << "problem " << i;
    const std::vector<uint32_t> order(witness.order().begin(),
                                      witness.order().end());
    EXPECT_TRUE(IsOrder(problem, order)) << "problem " << i;
    ++found;
  }
  EXPECT_EQ(found, 3'000);
}

// More than one word of operations.
TEST(WitnessTest, HandlesManyOperations) {
  Problem problem;
  constexpr uint32_t kLength = 100;
  problem.tasks.resize(2);
  // The second task reads all that the first one writes, the first in between.
  for (uint32_t i = 0; i < kLength; ++i) {
    problem.tasks[0].push_back(2 * i);
    problem.operations.push_back({0, kNone, false, true});
    problem.tasks[1].push_back(2 * i + 1);
    problem.operations.push_back({0, 2 * i, true, false});
  }
  Witness witness;
  ASSERT_TRUE(Find(problem, &witness));
  EXPECT_EQ(witness.order().size(), 2 * kLength);
  // It can't read them in another order.
  std::swap(problem.operations[2 * kLength - 1].from,
            problem.operations[2 * kLength - 3].from);
  EXPECT_FALSE(Find(problem, &witness));
}

TEST(WitnessTest, TwoCannotChangeWhatOneWrote) {
  Problem problem;
  problem.tasks = {{0}, {1}};
  problem.operations = {{0, kNone, true, true}, {0, kNone, true, true}};
  Witness witness;
  EXPECT_FALSE(Find(problem, &witness));
  problem.operations[1].writes = false;
  ASSERT_TRUE(Find(problem, &witness));
  EXPECT_EQ(witness.order()[0], 1u);
}

}  // namespace
}  // namespace interleave
