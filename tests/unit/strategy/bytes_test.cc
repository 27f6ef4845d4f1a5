// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/bytes.h"

#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/strategy/default_answer.h"
#include "interleave/strategy/exhaustive.h"
#include "interleave/strategy/random.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Order;
using simulated::RunOnce;
using simulated::Together;
using simulated::Uniform;

using Bytes = std::vector<uint8_t>;

constexpr uint8_t kLongest = 31;  // a wait of 3072 choices and no switch

uint8_t Byte(uint32_t wait, uint32_t which) {
  return static_cast<uint8_t>(which << BytesStrategy::kWaitBits | wait);
}

std::string OrderOf(const simulated::Program& program, const Bytes& bytes) {
  BytesStrategy strategy(bytes);
  return Order(*RunOnce(program, strategy));
}

// Writes down in bytes what another strategy answers.
class Writer final : public Strategy {
 public:
  explicit Writer(Strategy& inner) : inner_(inner) {}

  bool Begin() override {
    bytes.clear();
    wait_ = 0;
    return inner_.Begin();
  }
  uint32_t Choose(const ChoicePoint& point) override {
    const uint32_t answer = inner_.Choose(point);
    const uint32_t usual = DefaultAnswer(point);
    if (answer == usual) {
      ++wait_;
      return answer;
    }
    for (; wait_ >= BytesStrategy::kLongWait;
         wait_ -= BytesStrategy::kLongWait) {
      bytes.push_back(Byte(BytesStrategy::kLongWait, 0));
    }
    const uint32_t other = answer < usual ? answer : answer - 1;
    // A byte more for each factor of 256 that eight answers are not enough for.
    uint32_t more = 0;
    for (uint64_t said = 8; said < point.count - 1; said <<= 8) ++more;
    bytes.push_back(Byte(wait_, other >> (8 * more)));
    while (more-- > 0) bytes.push_back(static_cast<uint8_t>(other >> 8 * more));
    wait_ = 0;
    return answer;
  }
  void End(const ExecutionResult& result) override { inner_.End(result); }

  Bytes bytes;

 private:
  Strategy& inner_;
  uint32_t wait_ = 0;
};

// Every schedule of the program is said by the bytes written for it.
void ExpectSaysAll(const simulated::Program& program) {
  ExhaustiveStrategy all;
  Writer writer(all);
  int schedules = 0;
  for (; const auto run = RunOnce(program, writer); ++schedules) {
    BytesStrategy strategy(writer.bytes);
    const auto again = RunOnce(program, strategy);
    ASSERT_EQ(again->steps, run->steps);
    ASSERT_EQ(again->result.choices, run->result.choices);
    ASSERT_EQ(strategy.bytes_read(), writer.bytes.size());
  }
  EXPECT_GT(schedules, 1);
}

TEST(BytesStrategyTest, NoBytesAreTheScheduleWithoutAPreemption) {
  BytesStrategy strategy({});
  const auto run = RunOnce(Uniform(3, 4), strategy);
  EXPECT_EQ(run->preemptions, 0u);
}

TEST(BytesStrategyTest, SaysEveryScheduleOfSmallPrograms) {
  ExpectSaysAll(Uniform(2, 4));
  ExpectSaysAll(Uniform(3, 1));
  ExpectSaysAll(Together({{{simulated::Lock(0), simulated::Unlock(0)}, ""},
                          {{simulated::Lock(0), simulated::Unlock(0)}, ""}}));
}

TEST(BytesStrategyTest, SaysEveryScheduleOfArbitraryPrograms) {
  Random random(3);
  for (int i = 0; i < 50; ++i) {
    const simulated::Program program = simulated::Arbitrary(random);
    RandomStrategy drawn(static_cast<uint64_t>(i));
    Writer writer(drawn);
    const auto run = RunOnce(program, writer);
    BytesStrategy strategy(writer.bytes);
    EXPECT_EQ(RunOnce(program, strategy)->steps, run->steps);
  }
}

// 20 tasks: a byte's eight numbers are not enough, two bytes are.
TEST(BytesStrategyTest, SaysEveryAnswerAmongMany) {
  std::set<std::string> orders;
  for (uint32_t other = 0; other < 19; ++other) {
    orders.insert(OrderOf(Uniform(20, 0), {Byte(0, 0), uint8_t(other)}));
  }
  EXPECT_EQ(orders.size(), 19u);
}

TEST(BytesStrategyTest, SaysEveryValue) {
  const simulated::Program program = {{{simulated::Draw(5000)}, ""}};
  for (uint32_t value : {0u, 1u, 8u, 255u, 256u, 2047u, 2048u, 4999u}) {
    Bytes bytes;
    if (value > 0) {
      const uint32_t other = value - 1;
      bytes = {Byte(0, other >> 16), uint8_t(other >> 8), uint8_t(other)};
    }
    BytesStrategy strategy(bytes);
    EXPECT_EQ(RunOnce(program, strategy)->steps.back().value, value);
  }
}

// Uniform(2, 20): 21 steps of the first task, then those of the second, once
// main has ended.
TEST(BytesStrategyTest, AByteIsOnePreemptionAfterItsWait) {
  const std::string usual = OrderOf(Uniform(2, 20), {});
  std::set<std::string> orders = {usual};
  for (uint32_t wait = 0; wait < BytesStrategy::kLongWait; ++wait) {
    const Bytes bytes = {Byte(wait, 0)};
    BytesStrategy strategy(bytes);
    const auto run = RunOnce(Uniform(2, 20), strategy);
    EXPECT_LE(run->preemptions, 1u);
    orders.insert(Order(*run));
  }
  EXPECT_GT(orders.size(), 20u);
}

TEST(BytesStrategyTest, ALongWaitIsTheSumOfItsBytes) {
  const simulated::Program program = Uniform(2, 60);
  EXPECT_EQ(OrderOf(program, {Byte(24, 0), Byte(16, 0)}),
            OrderOf(program, {Byte(24, 5), Byte(16, 3)}));
  // 48 choices in one byte or two.
  EXPECT_EQ(OrderOf(program, {Byte(25, 0), Byte(2, 0)}),
            OrderOf(program, {Byte(24, 0), Byte(24, 0), Byte(2, 0)}));
  EXPECT_EQ(OrderOf(program, {kLongest, Byte(0, 0)}), OrderOf(program, {}));
}

TEST(BytesStrategyTest, WhatIsInsertedLeavesWhatComesBeforeIt) {
  const simulated::Program program = Uniform(2, 30);
  const std::string before = OrderOf(program, {Byte(9, 0), Byte(9, 0)});
  const std::string after =
      OrderOf(program, {Byte(9, 0), Byte(3, 0), Byte(9, 0)});
  EXPECT_NE(before, after);
  // Ten choices and three more: each step is a number and a blank.
  EXPECT_EQ(before.substr(0, 2 * 13), after.substr(0, 2 * 13));
}

TEST(BytesStrategyTest, MoreBytesThanChoicesAreNotRead) {
  const Bytes bytes(100000, 0);
  BytesStrategy strategy(bytes);
  const auto run = RunOnce(Uniform(2, 3), strategy);
  EXPECT_EQ(run->broken_rules, "");
  EXPECT_EQ(strategy.bytes_read(), run->result.choice_points);
}

TEST(BytesStrategyTest, EachExecutionIsTheSame) {
  const Bytes bytes = {3, 70, 200, 5};
  BytesStrategy strategy(bytes);
  const auto one = RunOnce(Uniform(3, 5), strategy);
  const auto two = RunOnce(Uniform(3, 5), strategy);
  EXPECT_EQ(one->steps, two->steps);
}

}  // namespace
}  // namespace interleave
