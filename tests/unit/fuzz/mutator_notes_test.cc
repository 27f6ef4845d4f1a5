// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/fuzz/mutator_notes.h"

#include <cstdlib>

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(MutatorNotesTest, WhoIsStartedWritesWhatTheStarterReads) {
  MutatorNotes* const made = MutatorNotes::Make();
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(made->choices_max, 0u);
  MutatorNotes* const found = MutatorNotes::Find();
  ASSERT_NE(found, nullptr);
  found->NoteChoices(7);
  found->NoteChoices(5);
  found->splits = 1;
  EXPECT_EQ(made->choices_max, 7u);
  EXPECT_EQ(made->splits, 1u);
  unsetenv(MutatorNotes::kVariable);
}

TEST(MutatorNotesTest, NoneAreFoundWhereNobodyMadeAny) {
  unsetenv(MutatorNotes::kVariable);
  EXPECT_EQ(MutatorNotes::Find(), nullptr);
}

TEST(MutatorNotesTest, WhatIsNoneIsNotTakenForSome) {
  for (const char* const name : {"/proc/1/nothing", "/dev/null", "/"}) {
    setenv(MutatorNotes::kVariable, name, 1);
    EXPECT_EQ(MutatorNotes::Find(), nullptr) << name;
  }
  unsetenv(MutatorNotes::kVariable);
}

}  // namespace
}  // namespace interleave
