// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// In code that is not instrumented, which is refused; and parts of a search as
// texts. What it does elsewhere is tested by tests/instrumented.

#include "interleave/strategy/rf_dpor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <string>
#include <thread>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"

namespace interleave {
namespace {

TEST(RfDporStrategyTest, RefusesWhatIsNotInstrumented) {
  LinkDoors();
  ProcessExecution().BeginExploration();
  RfDporStrategy rf_dpor;
  ASSERT_TRUE(rf_dpor.Begin());
  const ExecutionResult& result = ProcessExecution().Run(
      [] {
        std::mutex mutex;
        std::thread other([&mutex] { const std::lock_guard hold(mutex); });
        other.join();
      },
      rf_dpor, {});
  rf_dpor.End(result);
  EXPECT_EQ(result.outcome, Outcome::kGivenUp);
  EXPECT_TRUE(rf_dpor.WasRedundant()) << "it proves nothing";
  EXPECT_FALSE(rf_dpor.exhausted());
  EXPECT_THAT(rf_dpor.refusal(), testing::HasSubstr("is not instrumented"));
  EXPECT_THAT(rf_dpor.refusal(), testing::HasSubstr("\"dpor\""));
  EXPECT_EQ(rf_dpor.nondeterminism(), "");
  EXPECT_FALSE(rf_dpor.Begin());
}

TEST(RfDporStrategyTest, AsksForAllThatReadsFromIsMadeOf) {
  const RfDporStrategy rf_dpor;
  EXPECT_TRUE(rf_dpor.WantsLonePoints());
  EXPECT_TRUE(rf_dpor.WantsLoneAccesses());
  EXPECT_FALSE(rf_dpor.WantsEveryPoint());
}

// --- Parts. ---

// "aaaa...", a label.
std::string L(char digit) { return std::string(22, digit); }

constexpr char kWhole[] = "next 0 0 0 4611686018427387904 -";

// Task 1 reads first, and then task 2; of both, histories are left to try.
std::string TwoReads() {
  return "next 0 0 0 4611686018427387904 00000102 1/0/0/3/0/" + L('a') + "/2/" +
         L('a') + "." + L('b') + "." + L('c') + "/" + L('b') +
         ".0.5.00000201," + L('c') + ".1.5.0000020201 2/0/2/2/0/" + L('d') +
         "/2.1/" + L('d') + "." + L('e') + "/" + L('e') + ".0.5.0000010102";
}

std::string DescribeAfter(const std::string& text) {
  RfDporStrategy rf_dpor;
  EXPECT_TRUE(rf_dpor.Load(text)) << text;
  return rf_dpor.Describe();
}

TEST(RfDporPartTest, IsDescribedAsItWasLoaded) {
  EXPECT_EQ(RfDporStrategy().Describe(), kWhole);
  const std::string done =
      "done 1 0 0 7 - 1/0/0/1/0/" + L('a') + "/2/-/" + L('b') + ".0.5.0000";
  const std::string waits =
      "waits 1 1 0 7 - 1/0/0/1/0/" + L('a') + "/2/" + L('a') + "/-";
  const std::string held =
      "held 0 1 0 7 000001 1/0/1/1/0/" + L('a') + "/2/" + L('a') + "/-";
  for (const std::string& text :
       {std::string(kWhole), std::string("done 0 0 0 9 -"), TwoReads(), done,
        waits, held}) {
    EXPECT_EQ(DescribeAfter(text), text);
  }
}

TEST(RfDporPartTest, GivesWhatItWouldTryLast) {
  RfDporStrategy giver;
  ASSERT_TRUE(giver.Load(TwoReads()));
  EXPECT_EQ(giver.split_depth(), 0u);
  EXPECT_EQ(giver.split_depth(6), Divisible::kIndivisible);
  EXPECT_FALSE(giver.Split(6).has_value());
  EXPECT_EQ(giver.split_depth(5), 0u);
  const auto first = giver.Split();
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->text, "next 0 1 0 1537228672809129301 00000201 1/0/0/1/0/" +
                             L('b') + "/2/" + L('a') + "." + L('b') + "." +
                             L('c') + "/-");
  // It comes before the one that was given first, and goes on there.
  const auto second = giver.Split();
  ASSERT_TRUE(second.has_value());
  EXPECT_THAT(second->text,
              testing::StartsWith("next 1 1 0 1537228672809129301 0000020201 "
                                  "1/0/2/1/3/" +
                                  L('c')));
  EXPECT_EQ(giver.split_depth(), 1u);
  ASSERT_TRUE(giver.Split().has_value());
  EXPECT_EQ(giver.split_depth(), Divisible::kIndivisible);
  EXPECT_FALSE(giver.Split().has_value());
  EXPECT_THAT(giver.Describe(), testing::StartsWith("next 2 0 0 "));
}

// What is soon done with goes along with what is not.
TEST(RfDporPartTest, GivesLittleOnlyWithMore) {
  const std::string labels = "/2/" + L('a') + "." + L('b') + "." + L('c') + "/";
  const std::string rest = L('b') + ".0.1.000002";
  RfDporStrategy giver;
  ASSERT_TRUE(giver.Load("next 0 0 0 3000 000001 1/0/0/3/0/" + L('a') + labels +
                         rest + "," + L('c') + ".0.5.00000202"));
  const auto part = giver.Split(3);
  ASSERT_TRUE(part.has_value());
  EXPECT_EQ(part->text,
            "next 0 1 1 2000 00000202 1/0/0/2/0/" + L('c') + labels + rest);
  EXPECT_EQ(giver.Describe(),
            "next 1 0 0 1000 000001 1/0/0/1/3/" + L('a') + labels + "-");
  EXPECT_FALSE(giver.Split(0).has_value());
}

// A part found b, c and d for a read that it shares; the one before it, c and
// e, of which e is left. What b would have come after, and d, are tried.
TEST(RfDporPartTest, TriesWhatThePartBeforeItDidNotKnow) {
  const std::string found = "waits 0 1 0 8 - 1/0/0/4/0/" + L('a') + "/2/" +
                            L('a') + "." + L('b') + "." + L('c') + "." +
                            L('d') + "/" + L('b') + ".0.5.000002," + L('c') +
                            ".0.5.00000202," + L('d') + ".0.5.0000020202";
  RfDporStrategy part;
  ASSERT_TRUE(part.Load(found));
  EXPECT_TRUE(part.is_done());
  EXPECT_FALSE(part.exhausted());
  EXPECT_EQ(part.split_depth(), Divisible::kIndivisible);
  part.Heed("done 1 0 0 8 - 1/0/0/2/0/" + L('a') + "/2/" + L('c') + "." +
            L('e') + "/" + L('e') + ".0.5.0000");
  EXPECT_EQ(part.refusal(), "");
  EXPECT_FALSE(part.is_done());
  EXPECT_EQ(part.Describe(), "next 0 0 0 8 0000020202 1/0/0/4/0/" + L('d') +
                                 "/2/" + L('a') + "." + L('b') + "." + L('c') +
                                 "." + L('d') + "." + L('e') + "/" + L('e') +
                                 ".0.5.0000," + L('b') + ".0.5.000002");
}

TEST(RfDporPartTest, IsAtItsEndWhenAllWasKnown) {
  RfDporStrategy part;
  ASSERT_TRUE(part.Load("waits 0 1 0 8 - 1/0/0/2/0/" + L('a') + "/2/" + L('a') +
                        "." + L('b') + "/" + L('b') + ".0.5.0000"));
  part.Heed("done 1 0 0 8 - 1/0/0/1/0/" + L('a') + "/2/" + L('b') + "/-");
  EXPECT_TRUE(part.is_done());
  EXPECT_TRUE(part.exhausted());
  EXPECT_EQ(part.Describe(), "done 0 0 0 8 -");
}

// It goes on where it is; only what comes afterwards is another.
TEST(RfDporPartTest, MayHearOfThePartBeforeItInTheMidst) {
  RfDporStrategy part;
  ASSERT_TRUE(part.Load("next 0 1 0 8 000001 1/0/0/1/0/" + L('b') + "/2/" +
                        L('a') + "." + L('b') + "/-"));
  part.Heed("done 1 0 0 8 - 1/0/0/2/0/" + L('a') + "/2/" + L('c') + "/-");
  EXPECT_EQ(part.Describe(), "next 0 0 0 8 000001 1/0/0/1/0/" + L('b') + "/2/" +
                                 L('a') + "." + L('b') + "." + L('c') + "/-");
}

TEST(RfDporPartTest, RunsWhatWasHeldAgain) {
  RfDporStrategy part;
  const std::string rest =
      "8 000001 1/0/1/1/0/" + L('b') + "/2/" + L('a') + "." + L('b');
  ASSERT_TRUE(part.Load("held 0 1 0 " + rest + "/-"));
  EXPECT_TRUE(part.is_done());
  EXPECT_TRUE(part.is_held());
  part.Heed("done 1 0 0 8 - 1/0/1/1/0/" + L('a') + "/2/" + L('c') + "/-");
  EXPECT_FALSE(part.is_done());
  EXPECT_FALSE(part.is_held());
  EXPECT_EQ(part.Describe(), "next 0 0 0 " + rest + "." + L('c') + "/-");
}

// As a checkpoint may say that somebody changed.
TEST(RfDporPartTest, RefusesWhatAPartOfAnotherShapeKnew) {
  for (const std::string& wrong : {std::string(), std::string("done 0 0 0 8 -"),
                                   std::string(kWhole), TwoReads()}) {
    RfDporStrategy part;
    ASSERT_TRUE(part.Load("waits 0 1 0 8 - 1/0/0/1/0/" + L('a') + "/2/" +
                          L('a') + "/-"));
    part.Heed(wrong);
    EXPECT_THAT(part.refusal(), testing::HasSubstr("checkpoint is damaged"));
    EXPECT_FALSE(part.Begin());
  }
}

TEST(RfDporPartTest, RefusesTextsThatMeanNothing) {
  const std::string a = L('a');
  const std::string level = "1/0/0/1/0/" + a + "/2/" + a + "/-";
  const std::string wrong[] = {
      "",
      "next",
      "next 0 0 -",
      "next 0 0 0 8 - ",
      "next 0 0 0 4611686018427387905 -",
      "next -1 0 0 8 -",
      "next 1 0 0 8 -",  // more than there are
      "next 0 1 0 8 -",
      "never 0 0 0 8 -",
      "next 0 0 0 8 0000",          // an order, and no decision
      "next 0 0 0 8 - " + level,    // a decision, and no order
      "next 0 0 0 8 000 " + level,  // half a task
      "next 0 0 0 8 00xx " + level,
      "next 0 0 0 8 00 " + level,  // too short for what came before
      "next 0 2 0 8 0000 " + level,
      "next 0 1 1 8 0000 " + level,  // nothing is left that was given
      "waits 0 0 0 8 - " + level,
      "waits 0 1 0 8 0000 " + level,
      "held 0 1 0 8 - " + level,
      "done 0 0 0 8 - " + level,
      "done 1 1 0 8 - " + level,
      "done 1 0 0 8 0000 " + level,
      "next 0 0 0 8 0000 " + level + "/",
      "next 0 0 0 8 0000 256/0/0/1/0/" + a + "/2/" + a + "/-",
      "next 0 0 0 8 0000 1/0/4/1/0/" + a + "/2/" + a + "/-",
      "next 0 0 0 8 0000 1/0/0/0/0/" + a + "/2/" + a + "/-",
      "next 0 0 0 8 0000 1/0/0/1/2/" + a + "/2/" + a + "/-",
      "next 0 0 0 8 0000 1/0/0/1/0/" + L('g') + "/2/" + a + "/-",  // 67 bits
      "next 0 0 0 8 0000 1/0/0/1/0/" + L('?') + "/2/" + a + "/-",
      "next 0 0 0 8 0000 1/0/0/1/0/" + a + "a/2/" + a + "/-",
      "next 0 0 0 8 0000 1/0/0/1/0/" + a + "/2./" + a + "/-",
      "next 0 0 0 8 0000 1/0/0/1/0/" + a + "/2/" + a + "." + a + "/-",
      "next 0 0 0 8 0000 1/0/0/1/0/" + a + "/2/" + a + "/" + a + ".2.5.0000",
      "next 0 0 0 8 0000 1/0/0/1/0/" + a + "/2/" + a + "/" + a + ".0.5.00",
      "next 0 0 0 8 0000 1/0/0/1/0/" + a + "/2/" + a + "/" + a + ".0.x.0000",
      "next 0 0 0 8 0000 1/0/0/1/0/" + a + "/2/" + a + "/" + a + ".0.0000",
      // The second was decided when less had been done.
      "next 0 0 0 8 0000 " + level + " 1/1/0/1/0/" + a + "/1/" + a + "/-",
  };
  for (const std::string& text : wrong) {
    EXPECT_FALSE(RfDporStrategy().Load(text)) << text;
  }
}

// Either it means something, or it is refused: nothing else may happen.
TEST(RfDporPartTest, SurvivesWhateverIsCutOffOrPutIn) {
  const std::string text = TwoReads();
  for (size_t i = 0; i < text.size(); ++i) {
    for (const char c : {'?', '/', ' ', '-', '.', '9'}) {
      std::string damaged = text;
      damaged[i] = c;
      RfDporStrategy rf_dpor;
      if (!rf_dpor.Load(damaged)) continue;
      EXPECT_EQ(DescribeAfter(rf_dpor.Describe()), rf_dpor.Describe());
      rf_dpor.Split();
      rf_dpor.Heed(text);
    }
    RfDporStrategy rf_dpor;
    if (rf_dpor.Load(text.substr(0, i))) rf_dpor.Split();
  }
}

}  // namespace
}  // namespace interleave
