// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/json_reader.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

using Json = nlohmann::ordered_json;

class JsonReaderTest : public ::testing::Test {
 protected:
  const Json json_ = Json::parse(
      R"({"parts": [{"steps": 7, "done": true, "text": "a\\x41\\n"}, {}],
          "large": 300, "negative": -1, "fraction": 1.5})");
  std::string error_;
  const JsonReader reader_{json_, &error_};
};

TEST_F(JsonReaderTest, ReadsWhatIsThere) {
  ASSERT_EQ(reader_["parts"].size(), 2u);
  const JsonReader part = reader_["parts"].At(0);
  EXPECT_EQ(part["steps"].Number<uint8_t>(), 7);
  EXPECT_TRUE(part["done"].Bool());
  EXPECT_EQ(part["text"].String(), "a\\x41\\n");
  EXPECT_EQ(part["text"].Escaped(), "aA\n");
  EXPECT_EQ(error_, "");
}

TEST_F(JsonReaderTest, SaysWhereAFieldIsMissing) {
  EXPECT_EQ(reader_["parts"].At(1)["steps"].Number<int>(), 0);
  EXPECT_EQ(error_, "parts[1].steps: is missing");
}

TEST_F(JsonReaderTest, SaysWhatWasExpected) {
  EXPECT_EQ(reader_["large"].Number<uint8_t>(), 0);
  EXPECT_EQ(error_, "large: expected a whole number from 0 to 255");
  error_.clear();
  reader_["negative"].Number<uint32_t>();
  EXPECT_EQ(error_, "negative: expected a whole number from 0 to 4294967295");
  error_.clear();
  reader_["fraction"].Number<uint32_t>();
  EXPECT_NE(error_, "");
  error_.clear();
  EXPECT_EQ(reader_["large"]["deeper"].Number<int>(), 0);
  EXPECT_EQ(error_, "large: expected an object, in braces");
  error_.clear();
  EXPECT_EQ(reader_["large"].size(), 0u);
  EXPECT_EQ(error_, "large: expected a list, in brackets");
  error_.clear();
  EXPECT_FALSE(reader_["large"].Bool());
  EXPECT_EQ(error_, "large: expected true or false");
  error_.clear();
  EXPECT_EQ(reader_["large"].Escaped(), "");
  EXPECT_EQ(error_, "large: expected a text, in quotes");
}

TEST_F(JsonReaderTest, TellsTheFirstErrorOnly) {
  reader_["first"].String();
  reader_["second"].String();
  EXPECT_EQ(error_, "first: is missing");
}

}  // namespace
}  // namespace interleave
