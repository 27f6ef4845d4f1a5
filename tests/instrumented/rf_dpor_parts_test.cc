// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The parts of rf-dpor's search, stopped, divided and taken up again at random
// in one process: in their order they run the executions of one search, to the
// last choice, however late one hears of what the part before it knew.

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "controlled_programs.h"
#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "interleave/explore/lessons.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/execution.h"
#include "interleave/schedule/schedule.h"
#include "interleave/strategy/rf_dpor.h"
#include "read_programs.h"

namespace interleave {
namespace {

using read_programs::Draw;
using read_programs::Increments;
using read_programs::Program;
using read_programs::RunProgram;
using read_programs::Step;
using read_programs::What;

std::unique_ptr<RfDporStrategy> Make() {
  return std::make_unique<RfDporStrategy>();
}

std::unique_ptr<RfDporStrategy> Make(const std::string& text) {
  std::unique_ptr<RfDporStrategy> part = Make();
  EXPECT_TRUE(part->Load(text)) << text;
  return part;
}

// What executions came to.
struct Runs {
  std::vector<std::string> counted;  // with schedule and outcome
  uint64_t redundant = 0;

  void Add(const Runs& more) {
    counted.insert(counted.end(), more.counted.begin(), more.counted.end());
    redundant += more.redundant;
  }
};

// Runs executions of one program, whose shared memory is known.
class Runner {
 public:
  explicit Runner(std::function<void()> body) : body_(std::move(body)) {
    LinkDoors();
    ProcessExecution().BeginExploration();
    Lessons lessons;
    bool learned = true;
    while (learned) {
      learned = false;
      whole_ = Make();
      all_ = {};
      while (!learned && RunOne(*whole_, all_)) {
        learned = lessons.Learn(ProcessExecution().memory(), &limits_);
      }
    }
  }

  // By one search.
  const Runs& all() const { return all_; }
  const RfDporStrategy& whole() const { return *whole_; }

  // False: there was none.
  bool RunOne(RfDporStrategy& search, Runs& runs) const {
    if (!search.Begin()) return false;
    const ExecutionResult& result =
        ProcessExecution().Run(body_, search, limits_);
    search.End(result);
    EXPECT_EQ(search.refusal(), "");
    EXPECT_EQ(search.nondeterminism(), "");
    if (!search.WasRedundant()) {
      runs.counted.push_back(FormatToken(result.choices) + " " +
                             result.recorded);
    } else if (!search.is_held()) {
      ++runs.redundant;
    }
    return true;
  }

 private:
  const std::function<void()> body_;
  ExecutionLimits limits_;
  std::unique_ptr<RfDporStrategy> whole_;
  Runs all_;
};

struct Part {
  std::string text;
  Runs runs;
  bool done = false;
};

class Divided {
 public:
  Divided(const Runner& runner, uint64_t seed)
      : runner_(runner), random_(seed), whole_(Make()) {
    parts_.push_back({whole_->Describe(), {}, false});
    while (!IsOver()) Advance();
    whole_->TakeEnd(/*cut_short=*/false);
  }

  Runs runs() const {
    Runs runs;
    for (const Part& part : parts_) runs.Add(part.runs);
    return runs;
  }
  const RfDporStrategy& whole() const { return *whole_; }
  size_t parts() const { return parts_.size(); }

 private:
  using At = std::list<Part>::iterator;

  // Of the parts, `told_` have heard of the part before: the first ones.
  bool IsOver() { return told_ == parts_.size() && parts_.back().done; }

  // One that is open, or one that can be told of the part before it.
  void Advance() {
    std::vector<At> open;
    size_t number = 1;
    bool before_done = false;
    At hearer = parts_.end();
    for (At part = parts_.begin(); part != parts_.end(); ++part, ++number) {
      if (number == told_ + 1 && before_done) hearer = part;
      if (!part->done) open.push_back(part);
      before_done = part->done;
    }
    const bool can_tell = hearer != parts_.end();
    if (open.empty() || (can_tell && random_.OneIn(4))) {
      ASSERT_TRUE(can_tell);
      std::unique_ptr<RfDporStrategy> search = Make(hearer->text);
      Tell(*search, hearer);
      Stop(*search, hearer);
      return;
    }
    const At part = open[random_.Below(static_cast<uint32_t>(open.size()))];
    GoOn(part, can_tell && part == hearer);
  }

  void Tell(RfDporStrategy& search, At hearer) {
    search.Heed(std::prev(hearer)->text);
    EXPECT_EQ(search.refusal(), "");
    ++told_;
  }

  void Stop(RfDporStrategy& search, At part) {
    part->text = search.Describe();
    part->done = search.is_done();
    EXPECT_EQ(Make(part->text)->Describe(), part->text);
  }

  // A few executions, in the midst of which it may be told, and give.
  void GoOn(At part, bool can_be_told) {
    const std::unique_ptr<RfDporStrategy> search = Make(part->text);
    const uint32_t executions = random_.Below(9);
    const uint32_t told_after =
        can_be_told && random_.OneIn(2) ? random_.Below(9) : 100;
    for (uint32_t i = 0; i < executions; ++i) {
      if (i == told_after) Tell(*search, part);
      if (random_.OneIn(3)) Give(*search, part);
      if (!runner_.RunOne(*search, part->runs)) break;
    }
    if (random_.OneIn(2)) Give(*search, part);
    Stop(*search, part);
  }

  void Give(RfDporStrategy& search, At part) {
    // What little is left of one may stay where it is.
    const uint32_t least = random_.OneIn(2) ? random_.Below(4) : 0;
    const bool gives = search.split_depth(least) != Divisible::kIndivisible;
    EXPECT_FALSE(gives && search.is_done());
    const std::optional<Divisible::Part> given = search.Split(least);
    ASSERT_EQ(given.has_value(), gives);
    if (gives) parts_.insert(std::next(part), {given->text, {}, false});
  }

  const Runner& runner_;
  Random random_;
  const std::unique_ptr<RfDporStrategy> whole_;
  std::list<Part> parts_;
  size_t told_ = 1;
};

void ExpectPartsAreTheWhole(const Runner& runner, uint64_t seeds) {
  for (uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    const Divided divided(runner, seed);
    EXPECT_EQ(divided.runs().counted, runner.all().counted);
    EXPECT_EQ(divided.runs().redundant, runner.all().redundant);
    EXPECT_EQ(divided.whole().exhausted(), runner.whole().exhausted());
    EXPECT_EQ(divided.whole().left(), 0);
    if (testing::Test::HasFailure()) return;
  }
}

Runner Of(const Program& program) {
  return Runner([&program] { RunProgram(program); });
}

void ExpectPartsAreTheWhole(const Program& program, uint64_t seeds) {
  SCOPED_TRACE(testing::PrintToString(program));
  ExpectPartsAreTheWhole(Of(program), seeds);
}

TEST(RfDporPartsTest, LostIncrementsAreThoseOfOneSearch) {
  ExpectPartsAreTheWhole(Increments(2, 1), 50);
  ExpectPartsAreTheWhole(Increments(2, 3), 50);
  ExpectPartsAreTheWhole(Increments(3, 2), 10);
  ExpectPartsAreTheWhole(Increments(2, 5), 2);
}

TEST(RfDporPartsTest, ManyPartsAreMade) {
  const Program program = Increments(3, 2);
  const Runner runner = Of(program);
  EXPECT_GT(Divided(runner, 1).parts(), 100u);
}

class RfDporPartsRandomTest : public testing::TestWithParam<uint64_t> {};

TEST_P(RfDporPartsRandomTest, AreTheWhole) {
  Random random(GetParam());
  for (int i = 0; i < 40; ++i) {
    ExpectPartsAreTheWhole(Draw(random, 2, 5), 6);
    ExpectPartsAreTheWhole(Draw(random, 3, 3), 6);
    ExpectPartsAreTheWhole(Draw(random, 4, 1), 6);
    ASSERT_FALSE(HasFailure()) << "round " << i;
  }
}
INSTANTIATE_TEST_SUITE_P(Dozens, RfDporPartsRandomTest,
                         testing::Range<uint64_t>(100, 108));

// Compare-exchanges that fail or don't against what was taken for possible.
TEST(RfDporPartsTest, WhatFailsOtherwiseIsRedundantOnce) {
  const Step write0{What::kStore, 0};
  const Step compare0{What::kCompare, 0};
  const Step compare_first{What::kCompare, 0, 0, read_programs::NumberOf(0, 0)};
  ExpectPartsAreTheWhole({{{write0, compare0, compare0},
                           {compare_first, compare0},
                           {compare_first, write0}},
                          true},
                         40);
}

// What it comes to may have been tried by the part before, or be tried yet.
TEST(RfDporPartsTest, WhatReadsFromAnotherThanItWasToIsHeld) {
  const Program program = Increments(2, 2);
  const Runner runner = Of(program);
  const std::unique_ptr<RfDporStrategy> giver = Make();
  Runs runs;
  ASSERT_TRUE(runner.RunOne(*giver, runs));
  std::string text = giver->Split()->text;
  // The label is the sixth of the fields of the last read.
  size_t label = text.rfind(' ');
  for (int i = 0; i < 5; ++i) label = text.find('/', label) + 1;
  text.replace(label, 22, 22, 'a');
  const std::unique_ptr<RfDporStrategy> part = Make(text);
  ASSERT_TRUE(runner.RunOne(*part, runs));
  EXPECT_TRUE(part->is_held());
  EXPECT_TRUE(part->is_done());
  EXPECT_EQ(Make(part->Describe())->Describe(), part->Describe());
  while (runner.RunOne(*giver, runs)) continue;
  part->Heed(giver->Describe());
  EXPECT_FALSE(part->is_held());
  EXPECT_FALSE(part->is_done());
  ASSERT_TRUE(runner.RunOne(*part, runs));
  EXPECT_TRUE(part->WasRedundant());
  EXPECT_EQ(runs.redundant, 1u);
}

// Memory that a task gives back is another's next, as the allocator says, of
// which nothing is seen. So what was one place may be two.
struct Slots {
  int free[3] = {2, 1, 0};
  int count = 3;
  std::atomic<int> slots[3] = {};
};
#define NOT_INSTRUMENTED                                                   \
  __attribute__((no_sanitize("thread"), disable_sanitizer_instrumentation, \
                 noinline))
NOT_INSTRUMENTED int Allocate(Slots& memory) {
  return memory.free[--memory.count];
}
NOT_INSTRUMENTED void GiveBack(Slots& memory, int slot) {
  memory.free[memory.count++] = slot;
}

TEST(RfDporPartsTest, MemoryMayBeUsedByOneAfterAnother) {
  const Runner runner([] {
    Slots memory;
    read_programs::Class reads(3, std::vector<int>(2));
    const read_programs::Threads threads(3, [&](size_t i) {
      for (int& read : reads[i]) {
        const int slot = Allocate(memory);
        read = memory.slots[slot].load(std::memory_order_relaxed);
        memory.slots[slot].store(static_cast<int>(i) + 1,
                                 std::memory_order_relaxed);
        GiveBack(memory, slot);
      }
    });
    RecordOutcome(read_programs::Text(reads));
  });
  EXPECT_GT(runner.all().redundant, 0u);
  ExpectPartsAreTheWhole(runner, 40);
}

TEST(RfDporPartsTest, TheShareThatIsLeftFallsToNothing) {
  const Program program = Increments(2, 2);
  const Runner runner = Of(program);
  const std::unique_ptr<RfDporStrategy> search = Make();
  Runs runs;
  EXPECT_EQ(search->left(), 1);
  double before = 1;
  while (runner.RunOne(*search, runs)) {
    EXPECT_GE(search->left(), 0);
    EXPECT_LE(search->left(), 1);
    before = search->left();
  }
  EXPECT_EQ(before, 0);
}

}  // namespace
}  // namespace interleave
