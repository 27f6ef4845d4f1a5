// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/apart.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/base/check.h"
#include "interleave/explore/channel.h"
#include "interleave/explore/explore.h"
#include "interleave/explore/interrupts.h"
#include "interleave/explore/part.h"
#include "interleave/explore/result_json.h"
#include "interleave/explore/shared_page.h"
#include "interleave/explore/workers.h"

namespace interleave {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void ExploreAndSend(const Options& options,
                                 absl::FunctionRef<void()> body,
                                 std::string_view test, Channel channel,
                                 SharedPage& shared, pid_t parent) {
  InterruptTrap::SetWord(shared.interrupted);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
  Json message = {{"result", ResultToJson(Explore(options, body, test,
                                                  BodyFile::kAsOptionsSay))},
                  {"extra", Json::array()}};
  if (const auto take = GetProcessExtras().take) {
    message["extra"] = StringsToJson({take()});
  }
  channel.Send(message);
  std::fflush(nullptr);
  _exit(0);
}

ExploreResult Problem(const Options& options, std::string_view test,
                      std::string problem) {
  ExploreResult result;
  result.test = std::string(test);
  result.seed = options.seed;
  result.strategy = options.strategy;
  result.verdict = Verdict::kFailed;
  result.problems.push_back(std::move(problem));
  return result;
}

}  // namespace

ExploreResult ExploreApart(const Options& options,
                           absl::FunctionRef<void()> body,
                           std::string_view test) {
  Options alone = options;
  alone.jobs = 1;
  if (std::string obstacle = Workers::Obstacle(); !obstacle.empty()) {
    return Problem(options, test, std::move(obstacle));
  }
  std::optional<std::pair<Channel, Channel>> ends = Channel::Make();
  // A signal that comes to one of the two is one to both.
  SharedPage& shared = SharedPage::Map();
  std::fflush(nullptr);
  const pid_t parent = getpid();
  const pid_t child = ends.has_value() ? fork() : -1;
  if (child < 0) {
    shared.Unmap();
    return Problem(options, test, "no process can be made for the exploration");
  }
  if (child == 0) {
    ends->first.Close();
    ExploreAndSend(alone, body, test, std::move(ends->second), shared, parent);
  }
  ends->second.Close();
  std::optional<Json> message;
  int status = 0;
  {
    const InterruptTrap trap({&shared.interrupted, nullptr});
    message = ends->first.Receive();
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
  }
  shared.Unmap();
  if (!message.has_value()) {
    return Problem(
        options, test,
        absl::StrCat("the process that explored ", Workers::DeathText(status)));
  }
  std::string error;
  const JsonReader reader(*message, &error);
  ExploreResult result = ResultFromJson(reader["result"]);
  for (const std::string& extra : StringsFromJson(reader["extra"])) {
    GetProcessExtras().give(extra);
  }
  INTERLEAVE_INVARIANT(error.empty());
  return result;
}

}  // namespace interleave
