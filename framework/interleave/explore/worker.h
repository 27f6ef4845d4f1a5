// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Worker: the process that runs executions for an exploration of several.
//
// It does what the coordinator asks (explore/workers.h), one request after
// another: explore a part and report, or look at findings closely. While it
// explores it may be asked, by its slot of the SharedPage, to give some of the
// part away or to stop.
// Thread safety: none; it is a process of its own.

#ifndef INTERLEAVE_EXPLORE_WORKER_H_
#define INTERLEAVE_EXPLORE_WORKER_H_

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "interleave/explore/channel.h"
#include "interleave/explore/exploration.h"
#include "interleave/explore/overseer.h"
#include "interleave/explore/part.h"
#include "interleave/explore/search.h"
#include "interleave/explore/shared_page.h"
#include "interleave/explore/shared_traces.h"

namespace interleave {

// The messages. To a worker: {"do": kExplore, "part": 3, "text": "...",
// "whole": false, "checks": false, "lessons": [...], "notes": [...]}; {"do":
// kReplay, ...} with the same fields; {"do": kReport, "found": [...],
// "lessons": [...]}; {"do": kHeed, "part": 3, "notes": [...]} while it is at
// part 3, with the bit kHeed; it is ignored when it comes too late.
// From it: {"is": kGiven, "part": 3, "text": "...", "depth": 7, "lessons":
// ...};
// {"is": kWish, "part": 3, "wishes": ["..."]};
// {"is": kEnded, "part": 3, "report": ...}; {"is": kLookedAt, "found": ...}.
namespace message {
inline constexpr char kExplore[] = "explore";
inline constexpr char kReplay[] = "replay";
inline constexpr char kReport[] = "report";
inline constexpr char kHeed[] = "heed";
inline constexpr char kGiven[] = "given";
inline constexpr char kWish[] = "wish";
inline constexpr char kEnded[] = "ended";
inline constexpr char kLookedAt[] = "looked at";
}  // namespace message

class Worker final : public Overseer {
 public:
  Worker(const Options& options, absl::FunctionRef<void()> body,
         std::string_view test, Channel channel, SharedPage& shared,
         SharedTraces* traces, uint32_t index);

  // Serves until the coordinator is gone.
  void Serve();

  const std::atomic<uint32_t>& attention() const override {
    return slot_.attention;
  }
  bool Attend() override;
  uint64_t MoreExecutions() override;

 private:
  static Options OptionsHere(Options options);

  void Explore(const JsonReader& request);
  void Replay(const JsonReader& request);
  void Report(const JsonReader& request);
  // Explores until nothing more is to be done here; says how that ended.
  PartEnd SearchPart(const JsonReader& request);
  void SendEnded(PartReport report);
  void Give();
  void Heed(const JsonReader& notes);
  void HeedWhatCame();
  void SendWishes();

  const Options options_;
  const uint32_t jobs_;
  const bool tells_memory_;
  Channel channel_;
  SharedPage& shared_;
  SharedTraces* const traces_;  // null: nobody counts them
  SharedPage::WorkerSlot& slot_;
  Exploration exploration_;
  std::unique_ptr<Search> search_;  // of the part under way
  uint64_t part_ = 0;
  uint64_t notes_heeded_ = 0;
  bool gave_ = false;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_WORKER_H_
