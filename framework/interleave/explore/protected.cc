// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/protected.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/check.h"
#include "interleave/explore/explore.h"
#include "interleave/explore/interrupts.h"
#include "interleave/explore/part.h"
#include "interleave/explore/relay.h"
#include "interleave/explore/result_json.h"
#include "interleave/explore/shared_page.h"
#include "interleave/explore/workers.h"

namespace interleave {
namespace {

using Json = nlohmann::ordered_json;

std::string ExploreAsText(const Options& options,
                          absl::FunctionRef<void()> body, std::string_view test,
                          SharedPage& shared) {
  InterruptTrap::SetWord(shared.interrupted);
  Json message = {{"result", ResultToJson(Explore(options, body, test,
                                                  BodyFile::kAsOptionsSay))},
                  {"extra", Json::array()}};
  if (const auto take = GetProcessExtras().take) {
    message["extra"] = StringsToJson({take()});
  }
  return message.dump();
}

ExploreResult ResultOf(const std::string& text) {
  const Json message = Json::parse(text);
  std::string error;
  const JsonReader reader(message, &error);
  ExploreResult result = ResultFromJson(reader["result"]);
  for (const std::string& extra : StringsFromJson(reader["extra"])) {
    GetProcessExtras().give(extra);
  }
  INTERLEAVE_INVARIANT(error.empty());
  return result;
}

}  // namespace

ExploreResult ExploreProtected(const Options& options,
                               absl::FunctionRef<void()> body,
                               std::string_view test) {
  Options alone = options;
  alone.jobs = 1;
  // A signal that comes to one of the processes is one to all.
  SharedPage& shared = SharedPage::Map();
  absl::StatusOr<Relay::Ended> ended;
  {
    const InterruptTrap trap({&shared.interrupted, nullptr});
    ended = Relay::Run([&]() -> std::string {
      return ExploreAsText(alone, body, test, shared);
    });
  }
  shared.Unmap();
  if (ended.ok() && ended->text.has_value()) return ResultOf(*ended->text);
  ExploreResult result;
  result.test = std::string(test);
  result.seed = options.seed;
  result.strategy = options.strategy;
  result.verdict = Verdict::kFailed;
  result.problems.push_back(
      ended.ok() ? absl::StrCat("the process that explored ",
                                Workers::DeathText(ended->status))
                 : absl::StrCat("executions can't be isolated: ",
                                std::string(ended.status().message()),
                                "; explore this body first or alone "
                                "(--gtest_filter), or give "
                                "--interleave_isolation=none"));
  return result;
}

}  // namespace interleave
