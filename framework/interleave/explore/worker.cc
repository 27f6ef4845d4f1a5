// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/worker.h"

#include <utility>
#include <vector>

#include "interleave/base/check.h"
#include "interleave/explore/explain_failure.h"
#include "interleave/explore/interrupts.h"
#include "interleave/explore/memory_use.h"
#include "interleave/explore/replay_modes.h"
#include "interleave/explore/result_json.h"

namespace interleave {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

// Seconds and memory are looked after by the coordinator, and jobs are those of
// the whole.
Options Worker::OptionsHere(Options options) {
  options.seconds = 0;
  options.memory_mb = 0;
  options.jobs = 1;
  return options;
}

Worker::Worker(const Options& options, absl::FunctionRef<void()> body,
               std::string_view test, Channel channel, SharedPage& shared,
               SharedTraces* traces, uint32_t index)
    : options_(OptionsHere(options)),
      jobs_(options.jobs),
      tells_memory_(options.memory_mb != 0),
      channel_(std::move(channel)),
      shared_(shared),
      traces_(traces),
      slot_(shared.slots[index]),
      exploration_(options_, body, test) {
  exploration_.Oversee(*this, /*grants=*/true);
  exploration_.TellOfTraces(traces);
}

void Worker::Serve() {
  while (const std::optional<Json> message = channel_.Receive()) {
    std::string error;
    const JsonReader request(*message, &error);
    const std::string what = request["do"].String();
    // Too late: its part has ended, and the coordinator knows.
    if (what == message::kHeed) continue;
    exploration_.Teach(TokensFromJson(request["lessons"]));
    if (what == message::kExplore) Explore(request);
    if (what == message::kReplay) Replay(request);
    if (what == message::kReport) Report(request);
    INTERLEAVE_INVARIANT(error.empty());
  }
}

bool Worker::Attend() {
  const uint32_t word = slot_.attention.load();
  if ((word & InterruptTrap::kInterrupted) != 0) {
    exploration_.result.interrupted = true;
  }
  if ((word & (SharedPage::kStop | InterruptTrap::kInterrupted)) != 0) {
    return false;
  }
  // What can't be divided yet may be after another execution.
  if ((word & SharedPage::kGive) != 0) Give();
  if ((word & SharedPage::kHeed) != 0) HeedWhatCame();
  return true;
}

// The bit is set behind the message.
void Worker::HeedWhatCame() {
  slot_.attention.fetch_and(~SharedPage::kHeed);
  while (channel_.HasMessage()) {
    const std::optional<Json> message = channel_.Receive();
    if (!message.has_value()) return;
    std::string error;
    const JsonReader request(*message, &error);
    if (request["part"].Number<uint64_t>() == part_) Heed(request["notes"]);
    INTERLEAVE_INVARIANT(error.empty());
  }
}

void Worker::Heed(const JsonReader& notes) {
  for (const Divisible::Note& note : SentNotesFromJson(notes)) {
    search_->divisible()->Heed(note);
    ++notes_heeded_;
  }
}

void Worker::SendWishes() {
  const std::vector<std::string> wishes = search_->divisible()->TakeWishes();
  if (wishes.empty()) return;
  channel_.Send({{"is", message::kWish},
                 {"part", part_},
                 {"wishes", StringsToJson(wishes)}});
}

void Worker::Give() {
  // The first execution may show that the search must begin again.
  if (search_ == nullptr || exploration_.tally().executions == 0) return;
  const std::optional<Divisible::Part> part = search_->divisible()->Split();
  if (!part.has_value()) return;
  gave_ = true;
  slot_.attention.fetch_and(~SharedPage::kGive);
  SendWishes();  // before anyone has the part
  channel_.Send({{"is", message::kGiven},
                 {"part", part_},
                 {"text", part->text},
                 {"depth", part->depth},
                 {"lessons", TokensToJson(exploration_.lessons())}});
}

uint64_t Worker::MoreExecutions() {
  const uint64_t granted = shared_.TakeExecutions(jobs_);
  slot_.granted += granted;
  if (tells_memory_) slot_.resident_bytes = ResidentBytes();
  if (search_ != nullptr) {
    SendWishes();
    slot_.split_depth = search_->divisible()->split_depth();
  }
  return granted;
}

PartEnd Worker::SearchPart(const JsonReader& request) {
  const std::string text = request["text"].String();
  const bool whole = request["whole"].Bool();
  for (;;) {
    search_ = MakeSearch(options_);
    Divisible& divisible = *search_->divisible();
    INTERLEAVE_INVARIANT(divisible.Load(text));
    notes_heeded_ = 0;
    Heed(request["notes"]);
    exploration_.Watch(search_.get());
    exploration_.Search(*search_, [&] { return search_->name(); });
    exploration_.Watch(nullptr);
    if (exploration_.TakeRestart()) {
      if (!whole || gave_) return PartEnd::kLesson;
      // Nobody else has begun: it begins again with what it has learnt.
      exploration_.TakeUnusedExecutions();
      shared_.SetBudget(options_.executions);
      if (traces_ != nullptr) traces_->Clear();
      continue;
    }
    if (const Difference how = search_->nondeterminism(); !how.empty()) {
      exploration_.AddNondeterminism(how);
      return PartEnd::kFatal;
    }
    if (!search_->refusal().empty()) return PartEnd::kFatal;
    return divisible.is_done() ? PartEnd::kDone : PartEnd::kOpen;
  }
}

void Worker::Explore(const JsonReader& request) {
  part_ = request["part"].Number<uint64_t>();
  gave_ = false;
  exploration_.KeepFindings(true);
  exploration_.BeginPart(request["checks"].Bool());
  PartReport report;
  report.end = SearchPart(request);
  SendWishes();
  report.notes_heeded = notes_heeded_;
  report.rest = search_->divisible()->Describe();
  report.summary = search_->divisible()->Summary();
  report.name = search_->name();
  report.refusal = search_->refusal();
  SendEnded(std::move(report));
  search_.reset();
}

void Worker::Replay(const JsonReader& request) {
  part_ = request["part"].Number<uint64_t>();
  exploration_.KeepFindings(true);
  exploration_.BeginPart(/*checks=*/true);
  const bool goes_on = ReplayAndVary(exploration_);
  PartReport report;
  report.end = goes_on ? PartEnd::kDone : PartEnd::kFatal;
  if (exploration_.result.interrupted && !exploration_.enough_findings()) {
    // It has no text for what is left: it is done again from its beginning.
    exploration_.BeginPart(/*checks=*/true);
    report.end = PartEnd::kOpen;
  }
  report.name = Exploration::kReplayName;
  report.replay = exploration_.result.replay;
  report.neighbours = exploration_.result.neighbours;
  report.problems = std::exchange(exploration_.result.problems, {});
  SendEnded(std::move(report));
}

void Worker::SendEnded(PartReport report) {
  shared_.GiveBack(exploration_.TakeUnusedExecutions());
  report.tally = exploration_.TallyWithCoverage();
  report.found = exploration_.found;
  report.lessons = exploration_.lessons();
  report.notes = exploration_.NotesSoFar();
  if (const auto take = GetProcessExtras().take) report.extra = take();
  channel_.Send({{"is", message::kEnded},
                 {"part", part_},
                 {"report", PartReportToJson(report)}});
}

void Worker::Report(const JsonReader& request) {
  exploration_.KeepFindings(true);
  exploration_.BeginPart(/*checks=*/false);
  for (const Found& found : FoundFromJson(request["found"])) {
    exploration_.LookAt(found);
  }
  ExplainFound(exploration_);
  channel_.Send(
      {{"is", message::kLookedAt}, {"found", FoundToJson(exploration_.found)}});
}

}  // namespace interleave
