// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/places_text.h"

#include <map>
#include <string>

#include "gtest/gtest.h"
#include "unit/report/fake_place_resolver.h"
#include "unit/report/trace_builder.h"

namespace interleave {
namespace {

TEST(PlacesTextTest, HasALineForEachPlace) {
  Finding finding;
  finding.places = {{"T1 writes 4 bytes here, at step 3", {PcOfLine(12)}},
                    {"T1 was started somewhere", {}}};
  FakePlaceResolver resolver(std::map<int, std::string>{{12, "line_12();"}});
  EXPECT_EQ(FormatPlaces(finding, resolver),
            "T1 writes 4 bytes here, at step 3: pool.cc:12  line_12();\n"
            "T1 was started somewhere\n");
}

TEST(PlacesTextTest, NamesTheVariable) {
  FakePlaceResolver resolver;
  Finding finding;
  finding.address = &resolver;
  EXPECT_EQ(FormatPlaces(finding, resolver), "The memory is pool_size\n");
}

TEST(PlacesTextTest, IsEmptyWithoutPlaces) {
  FakePlaceResolver resolver;
  EXPECT_EQ(FormatPlaces({}, resolver), "");
}

}  // namespace
}  // namespace interleave
