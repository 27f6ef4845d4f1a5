// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tests/programs/explored_in_parts.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "interleave/base/check.h"
#include "interleave/explore/exploration.h"
#include "interleave/explore/search.h"
#include "interleave/strategy/dpor.h"
#include "tests/programs/event_recorder.h"
#include "tests/programs/trace.h"

namespace interleave {
namespace {

using Dpor = std::unique_ptr<DporStrategy>;

Dpor MakeDpor(const std::string& strategy, const Limits& limits) {
  if (limits.preemptions.has_value()) {
    return std::make_unique<DporStrategy>(*limits.preemptions);
  }
  return std::make_unique<DporStrategy>(strategy == "optimal-dpor"
                                            ? DporStrategy::Mode::kOptimal
                                            : DporStrategy::Mode::kSource);
}

// Does what another does, for so many executions.
class Some final : public Strategy {
 public:
  Some(Strategy& inner, uint32_t count) : inner_(inner), left_(count) {}

  bool Begin() override { return left_-- > 0 && inner_.Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override { inner_.End(result); }
  bool WantsLonePoints() const override { return inner_.WantsLonePoints(); }
  bool KeepsLocations() const override { return inner_.KeepsLocations(); }
  bool WasRedundant() const override { return inner_.WasRedundant(); }

 private:
  Strategy& inner_;
  int64_t left_;
};

// All processes of one exploration.
class Processes {
 public:
  Processes(Exploration& exploration, const std::string& strategy,
            const Limits& limits, Random& random)
      : exploration_(exploration),
        strategy_(strategy),
        limits_(limits),
        random_(random),
        whole_(MakeDpor(strategy, limits)),
        workers_(1 + random.Below(3)) {
    open_.push_back(whole_->Describe());
  }

  // False when something was learnt of the program's memory.
  bool Run() {
    while (!restart_ && !IsOver()) {
      const uint32_t number =
          random_.Below(static_cast<uint32_t>(workers_.size()));
      Worker& worker = workers_[number];
      if (random_.OneIn(2)) {
        Deliver(worker);
      } else if (worker.search == nullptr) {
        TakeUp(worker);
      } else {
        Work(worker);
      }
    }
    whole_->NextRound();
    explored_.all = whole_->exhausted();
    explored_.redundant = whole_->redundant();
    return !restart_;
  }

  const Explored& explored() const { return explored_; }
  const Division& division() const { return division_; }

 private:
  // A wish, or a part to be explored.
  struct Message {
    bool is_wish = false;
    std::string text;
  };
  struct Worker {
    Dpor search;  // null: it has nothing to do
    std::deque<Message> sent;
  };

  bool IsOver() const {
    return open_.empty() &&
           std::all_of(workers_.begin(), workers_.end(), [](const Worker& w) {
             return w.search == nullptr && w.sent.empty();
           });
  }

  void Deliver(Worker& worker) {
    if (worker.sent.empty()) return;
    const Message message = std::move(worker.sent.front());
    worker.sent.pop_front();
    if (!message.is_wish) {
      open_.push_back(message.text);
      return;
    }
    ++division_.wishes;
    // As if it had been interrupted in between.
    INTERLEAVE_INVARIANT(whole_->LoadGranted(whole_->Granted()));
    if (const auto part = whole_->Grant(message.text)) {
      ++division_.granted;
      open_.push_back(part->text);
    }
  }

  void TakeUp(Worker& worker) {
    if (open_.empty()) return;
    const auto at =
        open_.begin() + random_.Below(static_cast<uint32_t>(open_.size()));
    worker.search = MakeDpor(strategy_, limits_);
    INTERLEAVE_INVARIANT(worker.search->Load(*at));
    INTERLEAVE_INVARIANT(worker.search->Describe() == *at ||
                         division_.parts == 0);
    open_.erase(at);
    ++division_.parts;
  }

  void Work(Worker& worker) {
    DporStrategy& search = *worker.search;
    Execute(search, random_.Below(random_.OneIn(4) ? 40 : 4));
    if (restart_) return;
    if (random_.OneIn(2)) {
      const auto given = search.Split();
      if (given.has_value()) {
        SendWishes(worker);
        worker.sent.push_back({false, given->text});
      }
    }
    if (random_.OneIn(2)) SendWishes(worker);
    const bool stops = random_.OneIn(16);
    if (!stops && !search.is_done()) return;
    SendWishes(worker);
    if (!search.is_done()) worker.sent.push_back({false, search.Describe()});
    whole_->Absorb(search.Summary());
    if (!search.nondeterminism().empty()) {
      explored_.contradiction = search.nondeterminism().text;
    }
    worker.search = nullptr;
  }

  void SendWishes(Worker& worker) {
    for (std::string& wish : worker.search->TakeWishes()) {
      worker.sent.push_back({true, std::move(wish)});
    }
  }

  void Execute(DporStrategy& search, uint32_t count) {
    EventRecorder recorder(search);
    Some some(recorder, count);
    exploration_.Search(
        some, [] { return "dpor"; },
        [&](const ExecutionResult& execution) {
          if (!recorder.WasRedundant()) {
            ++explored_.executions;
            Note(execution, recorder.events(), forms_, explored_);
          }
          return true;
        });
    restart_ = exploration_.TakeRestart();
  }

  Exploration& exploration_;
  const std::string& strategy_;
  const Limits& limits_;
  Random& random_;
  const Dpor whole_;
  std::vector<Worker> workers_;
  std::vector<std::string> open_;
  TraceForms forms_;
  Explored explored_;
  Division division_;
  bool restart_ = false;
};

}  // namespace

Explored ExploreTracesInParts(const std::string& strategy,
                              absl::FunctionRef<void()> body,
                              const Limits& limits, Random& random,
                              Division* division) {
  const Options options = OptionsFor(strategy, limits);
  Exploration exploration(options, body, "Program");
  for (;;) {
    Processes processes(exploration, strategy, limits, random);
    if (!processes.Run()) continue;
    division->parts += processes.division().parts;
    division->wishes += processes.division().wishes;
    division->granted += processes.division().granted;
    return processes.explored();
  }
}

}  // namespace interleave
