// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/reads_from_corpus.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace interleave {
namespace {

constexpr uint8_t kR = EventRole::kReads;
constexpr uint8_t kW = EventRole::kWrites;

// Reads 1 and 2, writes 3 and 4 of one variable; a lock taken at 16 and 17 and
// given back at 18. The pair 1:3 was seen by a first execution.
ReadsFromFindings First() {
  ReadsFromFindings findings;
  findings.events = {{1, 1, kR},   {2, 1, kR},   {3, 1, kW},  {4, 1, kW},
                     {16, 16, 15}, {17, 16, 15}, {18, 16, kW}};
  findings.candidates = {{0, 99, {}, {{1, 3}}}};
  return findings;
}

ReadsFromCorpus FirstCorpus() {
  ReadsFromCorpus corpus;
  corpus.Take({First()});
  return corpus;
}

AbstractSchedule With(ReadsFromConstraint constraint) {
  AbstractSchedule schedule;
  schedule.Insert(constraint);
  return schedule;
}

// --- The power schedule. ---

TEST(ReadsFromCorpusTest, PicksDoubleUpToTheMost) {
  for (const auto& [chosen, picks] : std::map<uint32_t, uint32_t>{{0, 1},
                                                                  {1, 2},
                                                                  {2, 4},
                                                                  {3, 8},
                                                                  {4, 16},
                                                                  {5, 32},
                                                                  {6, 32},
                                                                  {1000, 32}}) {
    EXPECT_EQ(ReadsFromCorpus::Picks(1, chosen, 1, 1), picks) << chosen;
  }
}

TEST(ReadsFromCorpusTest, WhatWasSeenMoreOftenThanTheMeanIsCutOff) {
  // Means: 6 / 3 = 2; 7 / 3 = 2 1/3.
  EXPECT_EQ(ReadsFromCorpus::Picks(2, 0, 6, 3), 1u);
  EXPECT_EQ(ReadsFromCorpus::Picks(3, 0, 6, 3), 0u);
  EXPECT_EQ(ReadsFromCorpus::Picks(2, 0, 7, 3), 1u);
  EXPECT_EQ(ReadsFromCorpus::Picks(3, 4, 7, 3), 0u);
}

TEST(ReadsFromCorpusTest, SeedsHaveTheirTurnsAndLongerOnesEachTime) {
  ReadsFromCorpus corpus = FirstCorpus();
  ReadsFromFindings findings;
  findings.candidates = {{1, 98, With({{2, 3}, true}), {{2, 3}}}};
  corpus.Take({findings});
  const std::vector<uint32_t> expected = {1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0};
  EXPECT_EQ(ReadsFromCorpus(corpus).Plan(12), expected);
  // However it is asked for.
  std::vector<uint32_t> plan;
  while (plan.size() < expected.size()) plan.push_back(corpus.Plan(1)[0]);
  EXPECT_EQ(plan, expected);
  // The pairs of seed 1 were seen 5 times, those of seed 0 once: the mean is 3.
  findings = {};
  findings.repeats = {{1, 4}};
  corpus.Take({findings});
  corpus.Plan(2);  // what is left of seed 0's turn
  for (const uint32_t seed : corpus.Plan(50)) EXPECT_EQ(seed, 0u);
}

TEST(ReadsFromCorpusTest, WithoutSeedsThereIsNoPlan) {
  EXPECT_TRUE(ReadsFromCorpus().Plan(10).empty());
}

// --- Mutations. ---

TEST(ReadsFromCorpusTest, AnEmptyScheduleGetsAConstraint) {
  const ReadsFromCorpus corpus = FirstCorpus();
  Random random(1);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(corpus.Mutate({}, random).constraints().size(), 1u);
  }
  EXPECT_EQ(ReadsFromCorpus().Mutate({}, random), AbstractSchedule());
}

// 3 : 3 : 1 : 1. Of 4,000, sigma is 31 at most.
TEST(ReadsFromCorpusTest, MutationsInsertAndSwapMoreThanTheyDeleteAndNegate) {
  const ReadsFromCorpus corpus = FirstCorpus();
  const ReadsFromConstraint before{{1, 3}, true};
  Random random(2);
  std::map<std::string, int> counts;
  for (int i = 0; i < 4'000; ++i) {
    const AbstractSchedule after = corpus.Mutate(With(before), random);
    if (after.constraints().empty()) {
      ++counts["delete"];
    } else if (after == With({{1, 3}, false})) {
      ++counts["negate"];
    } else if (after.constraints().size() == 1) {
      ++counts["swap"];
    } else {
      EXPECT_EQ(after.constraints().size(), 2u);
      ++counts["insert"];
    }
  }
  EXPECT_NEAR(counts["insert"], 1'500, 124);
  EXPECT_NEAR(counts["swap"], 1'500, 124);
  EXPECT_NEAR(counts["delete"], 500, 124);
  EXPECT_NEAR(counts["negate"], 500, 124);
  EXPECT_EQ(counts.size(), 4u);
}

TEST(ReadsFromCorpusTest, AFullScheduleGetsNoLonger) {
  const ReadsFromCorpus corpus = FirstCorpus();
  AbstractSchedule schedule;
  for (uint64_t i = 0; i < AbstractSchedule::kMax; ++i) {
    schedule.Insert({{100 + i, 1}, true});
  }
  Random random(3);
  for (int i = 0; i < 200; ++i) {
    EXPECT_LE(corpus.Mutate(schedule, random).constraints().size(),
              AbstractSchedule::kMax);
  }
}

// A read and a write of one group, or the initial state; a lock's taking is
// read by no other taking. Of 10 such pairs 1 was seen: eight draws in a row
// meet it once in a hundred million times.
TEST(ReadsFromCorpusTest, ConstraintsAreOfWhatIsAboutTheSameAndNew) {
  const ReadsFromCorpus corpus = FirstCorpus();
  Random random(4);
  std::map<ReadsFromPair, int> counts;
  for (int i = 0; i < 2'000; ++i) {
    const AbstractSchedule mutated = corpus.Mutate({}, random);
    const ReadsFromConstraint& constraint = mutated.constraints()[0];
    ++counts[constraint.pair];
    EXPECT_TRUE(constraint.positive);
  }
  std::vector<ReadsFromPair> drawn;
  for (const auto& [pair, count] : counts) drawn.push_back(pair);
  const std::vector<ReadsFromPair> expected = {{1, 0},   {1, 4},  {2, 0},
                                               {2, 3},   {2, 4},  {16, 0},
                                               {16, 18}, {17, 0}, {17, 18}};
  EXPECT_EQ(drawn, expected);
}

// Of two pairs that were not seen, the one that was tried less is drawn but
// where eight draws in a row miss it.
TEST(ReadsFromCorpusTest, WhatWasTriedInVainIsTriedLess) {
  ReadsFromFindings findings;
  findings.events = {{1, 1, kR}, {2, 1, kW}};
  findings.tried = {{{1, 2}, 5}};
  ReadsFromCorpus corpus;
  corpus.Take({findings});
  EXPECT_EQ(corpus.Tried({1, 2}), 5u);
  EXPECT_EQ(corpus.Tried({1, 0}), 0u);
  Random random(5);
  int fresh = 0;
  for (int i = 0; i < 1'000; ++i) {
    const AbstractSchedule mutated = corpus.Mutate({}, random);
    fresh += mutated.constraints()[0].pair == ReadsFromPair{1, 0} ? 1 : 0;
  }
  EXPECT_GT(fresh, 980);
  // Once it was seen it is not tried in vain.
  findings = {};
  findings.candidates = {{1, 1, {}, {{1, 2}}}};
  findings.tried = {{{1, 2}, 1}};
  corpus.Take({findings});
  EXPECT_EQ(corpus.Tried({1, 2}), 0u);
}

// --- What is taken up. ---

TEST(ReadsFromCorpusTest, OnlyWhoShowsANewPairIsASeed) {
  ReadsFromCorpus corpus = FirstCorpus();
  ReadsFromFindings findings;
  findings.candidates = {{7, 5, With({{2, 3}, true}), {{1, 3}, {2, 3}}},
                         {8, 6, With({{2, 4}, true}), {{2, 3}}},
                         {9, 7, With({{2, 0}, true}), {{2, 0}, {2, 3}}}};
  corpus.Take({findings});
  ASSERT_EQ(corpus.seeds().size(), 3u);
  EXPECT_EQ(corpus.seeds()[1].combination, 5u);
  EXPECT_EQ(corpus.seeds()[2].combination, 7u);
  EXPECT_EQ(corpus.pairs(),
            (std::vector<ReadsFromPair>{{1, 3}, {2, 0}, {2, 3}}));
  EXPECT_TRUE(corpus.IsSeen({2, 0}));
  EXPECT_FALSE(corpus.IsSeen({2, 4}));
}

TEST(ReadsFromCorpusTest, TheOrderOfWhatComesInDoesNotMatter) {
  std::vector<ReadsFromFindings> parts(4);
  parts[0].candidates = {{10, 1, {}, {{1, 4}}}, {30, 2, {}, {{2, 4}}}};
  parts[1].candidates = {{20, 3, {}, {{1, 4}, {2, 4}}}};
  parts[1].events = {{5, 4, kR}};
  parts[2].repeats = {{0, 3}};
  parts[2].events = {{5, 5, kR}, {6, 5, kW}};
  parts[3].events = {{6, 6, kW}, {16, 6, 15}};
  parts[3].repeats = {{0, 1}, {77, 2}};
  std::vector<size_t> order = {0, 1, 2, 3};
  ReadsFromCorpus first = FirstCorpus();
  first.Take(parts);
  EXPECT_EQ(first.seeds().size(), 3u);  // that of 30 has nothing new behind 20
  EXPECT_EQ(first.seeds()[0].seen, 5u);
  for (const KnownEvent& event : first.events()) EXPECT_EQ(event.group, 1u);
  do {
    std::vector<ReadsFromFindings> shuffled;
    for (const size_t part : order) shuffled.push_back(parts[part]);
    ReadsFromCorpus other = FirstCorpus();
    other.Take(shuffled);
    EXPECT_EQ(other, first);
  } while (std::next_permutation(order.begin(), order.end()));
}

// --- Texts. ---

TEST(ReadsFromCorpusTest, TextsAreReadBack) {
  ReadsFromCorpus corpus;
  EXPECT_EQ(corpus.Text(), "0 0 events pairs seeds tried");
  EXPECT_EQ(ReadsFromCorpus::Parse(corpus.Text()), corpus);
  corpus = FirstCorpus();
  corpus.Plan(2);
  EXPECT_EQ(corpus.Text(),
            "0 1 events 1/1/1 2/1/1 3/1/2 4/1/2 10/10/15 11/10/15 12/10/2 "
            "pairs 1:3 seeds ./63/1/2 tried");
  EXPECT_EQ(ReadsFromCorpus::Parse(corpus.Text()), corpus);
}

TEST(ReadsFromCorpusTest, RefusesTextsThatAreNone) {
  for (const char* wrong : {"",
                            "0",
                            "0 0",
                            "0 0 events",
                            "0 0 events pairs",
                            "0 0 events pairs",
                            "0 0 events pairs seeds",
                            "0 0 events pairs seeds tried ",
                            "0 0 events pairs seeds tried 1:2",
                            "0 0 events pairs seeds tried 1:2/0",
                            "0 0 events pairs seeds tried 2:1/1 1:1/1",
                            " 0 0 events pairs seeds tried",
                            "0  0 events pairs seeds tried",
                            "0 1 events pairs seeds tried",
                            "1 0 events pairs seeds tried",
                            "0 33 events pairs seeds ./1/1/1 tried",
                            "0 0 events 1/2/1 pairs seeds tried",
                            "0 0 events 2/1/1 pairs seeds tried",
                            "0 0 events 1/1/16 pairs seeds tried",
                            "0 0 events 1/1 pairs seeds tried",
                            "0 0 events 1/1/1/1 pairs seeds tried",
                            "0 0 events 1/0/1 pairs seeds tried",
                            "0 0 events 2/2/1 1/1/1 pairs seeds tried",
                            "0 0 events pairs 1 seeds",
                            "0 0 events pairs 2:1 1:1 seeds",
                            "0 0 events pairs seeds ./1/0/1 tried",
                            "0 0 events pairs seeds ./1/1 tried",
                            "0 0 events pairs seeds ?/1/1/1 tried",
                            "0 0 events pairs seeds ./1/1/4294967296 tried",
                            "0 0 seeds pairs events tried"}) {
    EXPECT_EQ(ReadsFromCorpus::Parse(wrong), std::nullopt) << wrong;
  }
}

TEST(ReadsFromCorpusTest, TextsThatAreCutOffOrDamagedDoNothingElse) {
  const std::string text = FirstCorpus().Text();
  for (size_t i = 0; i < text.size(); ++i) {
    for (const char c : {'?', '/', ' ', ':', '0', 'f'}) {
      std::string damaged = text;
      damaged[i] = c;
      if (auto corpus = ReadsFromCorpus::Parse(damaged)) {
        EXPECT_EQ(ReadsFromCorpus::Parse(corpus->Text()), corpus);
        corpus->Plan(100);
        Random random(1);
        corpus->Mutate({}, random);
      }
    }
  }
}

TEST(ReadsFromFindingsTest, TextsAreReadBack) {
  EXPECT_EQ(ReadsFromFindings().Text(), "seen");
  EXPECT_TRUE(ReadsFromFindings::Parse("seen")->empty());
  ReadsFromFindings findings;
  findings.events = {{1, 1, kR}};
  findings.candidates = {
      {300, 0x9a, With({{0x1f3, 0}, false}), {{0x1f3, 0}, {0x2c, 0x77}}}};
  std::sort(findings.candidates[0].pairs.begin(),
            findings.candidates[0].pairs.end());
  findings.repeats = {{0, 12}, {3, 1}};
  findings.tried = {{{0x2c, 0x77}, 4}};
  EXPECT_EQ(findings.Text(),
            "seen events 1/1/1 candidates 300/9a/-1f3:0/2c:77,1f3:0 "
            "repeats 0/12 3/1 tried 2c:77/4");
  EXPECT_EQ(ReadsFromFindings::Parse(findings.Text())->Text(), findings.Text());
}

TEST(ReadsFromFindingsTest, RefusesTextsThatAreNone) {
  for (const char* wrong :
       {"", "saw", "seen ", "seen events", "seen events candidates",
        "seen events candidates repeats",
        "seen events candidates repeats tried ",
        "seen events candidates repeats 0 tried",
        "seen events candidates repeats 0/0 tried",
        "seen events candidates repeats 1/1 0/1 tried",
        "seen events candidates 1/1/. repeats tried",
        "seen events candidates 1/1/./ repeats tried",
        "seen events candidates 1/1/./1:2, repeats tried",
        "seen events candidates 1/1/./1:2,1:2 repeats tried",
        "seen events candidates 2/1/./1:2 1/1/./1:2 repeats tried"}) {
    EXPECT_FALSE(ReadsFromFindings::Parse(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace interleave
