// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// DporStrategy: one execution of each set of schedules that differ only in the
// order of independent operations.
//
// Dynamic partial order reduction with sleep sets: Abdulla, Aronis, Jonsson &
// Sagonas, "Optimal dynamic partial order reduction" (POPL 2014). With source
// sets (algorithm 1) each complete execution is of another Mazurkiewicz trace,
// and all are met; some executions are given up halfway because they would
// repeat one (WasRedundant). With wakeup trees (algorithm 2, "optimal") none
// are. Within a bound on preemptions: Coons, Musuvathi & McKinley, "Bounded
// partial-order reduction" (OOPSLA 2013), with their conservative backtrack
// points and without sleep sets: all states within the bound are met, some
// traces more than once.
// What depends on what is said in footprint.h. Departures: races are reversed
// with the events up to the second of the two, where algorithm 2 takes all of
// the execution; locks are reversed as in Nidhugg, by who took them, since a
// task that waits for one can't come before it is given back; where what should
// come first could not go on there, all that could do (Flanagan & Godefroid,
// POPL 2005); values of Choose are all tried, in each trace, and behind a draw
// with tasks asleep races are reversed as with source sets. So they are where
// several processes meet (dpor_parts.cc).
// Thread safety: none. Determinism: no randomness. Cost: of a choice that is
// repeated, O(1); of a new one, as EventLog::Add; of a race, linear in the
// events since; memory linear in the longest execution, and with wakeup trees
// in what was found to be left to try.

#ifndef INTERLEAVE_STRATEGY_DPOR_H_
#define INTERLEAVE_STRATEGY_DPOR_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/runtime/strategy.h"
#include "interleave/strategy/branch_rates.h"
#include "interleave/strategy/continuation.h"
#include "interleave/strategy/difference.h"
#include "interleave/strategy/divisible.h"
#include "interleave/strategy/event_log.h"
#include "interleave/strategy/wakeup_tree.h"

namespace interleave {

class DporStrategy final : public Strategy, public Divisible {
 public:
  static constexpr size_t kTasksMax = EventLog::kTasksMax;

  enum class Mode : uint8_t {
    kSource,   // source sets
    kOptimal,  // wakeup trees
  };

  explicit DporStrategy(Mode mode = Mode::kSource) : mode_(mode) {}
  // Source sets, of executions with at most so many preemptions.
  explicit DporStrategy(uint32_t preemptions_max)
      : preemptions_max_(preemptions_max), log_(/*with_waits=*/true) {}
  ~DporStrategy() override;

  // False when every trace was met, or when the program turned out to be
  // nondeterministic.
  bool Begin() override;
  // Ends the process with a message when there are more than kTasksMax tasks.
  uint32_t Choose(const ChoicePoint& point) override {
    if (!RepeatsKnown(point)) return ChooseUnknown(point);
    tasks_ = point.tasks;
    draws_made_ = 0;
    return path_[depth_++].answer;
  }
  void End(const ExecutionResult& result) override;
  bool WantsLonePoints() const override { return true; }
  bool KeepsLocations() const override { return true; }
  bool WasRedundant() const override { return redundant_; }

  bool exhausted() const { return finished_ && nondeterminism_.empty(); }
  // The bound left something out.
  bool bound_was_hit() const { return bound_was_hit_; }
  // Executions that were given up halfway.
  uint64_t redundant() const { return redundant_executions_; }
  // About the share that was tried, below 1 until all was: the probability that
  // a random walk ends there, among the branches that are known and, since
  // those near the root are found late, those that such choices commonly have
  // in the end (branch_rates.h). Weighted backtrack estimate of Kilby, Slaney,
  // Thiebaux & Walsh, "Estimating Search Tree Size" (AAAI 2006), with that
  // departure. Cost: linear in the path.
  double done() const;
  // About the share of it that is still to be tried here. Cost: linear in the
  // path.
  double left() const;
  // How a choice that was to be repeated differs from the first time; empty
  // when it never did.
  const Difference& nondeterminism() const { return nondeterminism_; }

  // --- Divisible (dpor_parts.cc, dpor_wishes.cc); mode and bound are not part
  // of the text. Cost: linear in the path and in what is left of it.

  std::string Describe() const override;
  bool Load(std::string_view text) override;
  std::optional<Part> Split() override;
  uint64_t split_depth() const override;
  bool is_done() const override { return finished_; }
  bool KeepsOrder() const override { return false; }
  std::vector<std::string> TakeWishes() override;
  std::optional<Part> Grant(std::string_view wish) override;
  std::string Granted() const override;
  bool LoadGranted(std::string_view text) override;
  std::string Summary() const override;
  void Absorb(std::string_view summary) override;
  std::string NextRound() override;

 private:
  DporStrategy(Mode mode, std::optional<uint32_t> preemptions_max)
      : mode_(mode),
        preemptions_max_(preemptions_max),
        log_(preemptions_max.has_value()) {}

  // One choice of the path to the present execution.
  struct Node {
    ChoiceKind kind = ChoiceKind::kSwitch;
    TaskId chosen = kNoTask;
    TaskSet enabled = 0;
    TaskSet tried = 0;   // or to be tried
    TaskSet asleep = 0;  // nothing that their next steps depend on was done
    WakeupTrees::Tree left = WakeupTrees::kEmpty;  // to be tried after `chosen`
    uint32_t event = 0;                            // its number
    uint32_t answer = 0;  // where `chosen` is among the enabled
    // Who came to this point and could go on; kNoTask: nobody.
    TaskId announcer = kNoTask;
    uint32_t preemptions = 0;  // before this choice
    // Of a draw. The values are tried from `first` on, and round.
    uint32_t first = 0;
    uint32_t tries = 0;
    uint32_t count = 0;
    uint32_t end = 0;          // tries from here on belong to others
    uint32_t left_behind = 0;  // branches that were tried to their end
    // Guided by what was shared, with tasks asleep (dpor_parts.cc).
    bool loose = false;
  };

  // Nothing is new: the choice is repeated among the tasks that could go on
  // then, and its event is in the log. So are most of a search, which is why
  // this is in line. The last that is repeated has another event.
  bool RepeatsKnown(const ChoicePoint& point) const {
    if (depth_ + 1 >= length_) return false;
    const Node& node = path_[depth_];
    return node.kind == ChoiceKind::kSwitch && point.kind == node.kind &&
           node.enabled == point.enabled_bits && node.event < log_.size();
  }
  uint32_t ChooseUnknown(const ChoicePoint& point);

  bool is_bounded() const { return preemptions_max_.has_value(); }
  uint32_t ChooseValue(const ChoicePoint& point);
  uint32_t Repeat(const ChoicePoint& point);
  Node& NewNode(ChoiceKind kind);
  TaskSet AsleepAfter(size_t event) const;
  // Who goes on at a new node; kNoTask: nobody should.
  TaskId ChooseNew(Node& node);
  uint32_t GiveUp(Difference::Kind kind, const std::string& what,
                  const ChoicePoint& point);
  uint32_t CarryOut(const ChoicePoint& point, TaskId chosen);

  void Reverse(EventLog::Race race, const Footprint* pending);
  void ReverseOptimally(Node& node);
  TaskSet Initials() const;
  void ReverseBySource(Node& node, TaskId later);
  void ReverseWithinBound(size_t event, TaskId later);
  void TryAll(Node& node, TaskSet tasks);
  void TryAlso(Node& node, TaskId task);
  void ReversePending();
  bool TakeNext(Node& node) {
    return node.left != WakeupTrees::kEmpty && TakeNextOf(node);
  }
  bool TakeNextOf(Node& node);
  void Backtrack();

  bool IsShared(const Node& node) const {
    return &node < path_.data() + shared_;
  }
  void WishFor(Node& node, TaskId later);
  void ReverseLoosely(Node& node, TaskId later);
  void AppendFirstOf(TaskSet possible, TaskId later, WakeupTrees::Tree& tree);
  TaskSet BranchesOf(const Node& node) const;
  uint32_t BranchCount(const Node& node) const;
  void NoteBranches(const Node& node);
  double MoreBranches(const Node& node, double done_below) const;
  bool WasWishedFor(const Node& node, TaskSet any_of);
  void Wish(const Node& node, TaskSet any_of, WakeupTrees::Tree branch);
  bool IsOpen(const Node& node) const;
  size_t FirstOpen() const;
  void Share(size_t count);
  void StartAfresh();
  std::string PathTo(size_t index) const;
  void AppendNode(std::string& text, const Node& node,
                  WakeupTrees::Tree left) const;
  bool ParseSwitch(std::string_view text, Node& node);
  bool ParseDraw(std::string_view text, Node& node);
  std::string KeyOf(size_t count) const;

  const Mode mode_ = Mode::kSource;
  const std::optional<uint32_t> preemptions_max_;
  std::vector<Node> path_;
  size_t depth_ = 0;   // choices made in this execution
  size_t length_ = 0;  // nodes in use; the others keep their memory
  // Nodes that other parts pass through, too. What is left at the last of them
  // is ours; what more is to be tried at any of them is wished for.
  size_t shared_ = 0;
  bool rebuilds_ = false;  // the log of a path that was loaded
  EventLog log_;
  std::vector<EventLog::Race> races_;  // of this execution
  Continuation continuation_;
  WakeupTrees trees_;
  BranchRates rates_;
  // What the next node is to try, and the values to draw before.
  WakeupTrees::Tree guide_ = WakeupTrees::kEmpty;
  std::vector<uint32_t> guided_draws_;
  size_t draws_made_ = 0;  // since the last switch
  std::span<const TaskState* const> tasks_;
  bool finished_ = false;
  bool redundant_ = false;
  TaskSet enabled_at_end_ = 0;  // when it was redundant
  uint64_t redundant_executions_ = 0;
  bool bound_was_hit_ = false;
  Difference nondeterminism_;
  std::vector<std::string> wishes_;
  // By shared node: sets of tasks of which one is tried there or will be.
  std::vector<std::vector<TaskSet>> wished_for_;
  // Of the search that stands for the whole: what was granted, by the choices
  // before.
  std::map<std::string, TaskSet> granted_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_DPOR_H_
