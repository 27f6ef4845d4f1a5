// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/channel.h"

#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "gtest/gtest.h"

namespace interleave {
namespace {

using Json = nlohmann::ordered_json;

TEST(ChannelTest, MessagesArriveWholeAndInOrder) {
  auto ends = Channel::Make();
  ASSERT_TRUE(ends.has_value());
  auto& [here, there] = *ends;
  EXPECT_FALSE(there.HasMessage());
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(here.Send({{"number", i}, {"text", std::string(1'000, 'x')}}));
  }
  EXPECT_TRUE(there.HasMessage());
  for (int i = 0; i < 3; ++i) {
    const std::optional<Json> message = there.Receive();
    ASSERT_TRUE(message.has_value());
    EXPECT_EQ((*message)["number"], i);
    EXPECT_EQ((*message)["text"].get<std::string>().size(), 1'000u);
  }
  EXPECT_FALSE(there.HasMessage());
}

// More than a socket holds at once, from another process.
TEST(ChannelTest, LargeMessagesArriveToo) {
  constexpr size_t kSize = 5'000'000;
  auto ends = Channel::Make();
  ASSERT_TRUE(ends.has_value());
  const pid_t child = fork();
  if (child == 0) {
    ends->second.Send({{"text", std::string(kSize, 'y')}});
    _exit(0);
  }
  ends->second.Close();
  const std::optional<Json> message = ends->first.Receive();
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ((*message)["text"].get<std::string>(), std::string(kSize, 'y'));
  EXPECT_FALSE(ends->first.Receive().has_value());
  EXPECT_EQ(waitpid(child, nullptr, 0), child);
}

TEST(ChannelTest, TellsWhenTheOtherEndIsGone) {
  auto ends = Channel::Make();
  ASSERT_TRUE(ends.has_value());
  ends->second.Close();
  EXPECT_TRUE(ends->first.HasMessage());
  EXPECT_FALSE(ends->first.Receive().has_value());
  EXPECT_FALSE(ends->first.Send(Json::object()));
}

}  // namespace
}  // namespace interleave
