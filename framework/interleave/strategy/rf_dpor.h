// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// RfDporStrategy: one execution of each set of schedules in which every read
// reads from the same operation.
//
// Reads-from equivalence under sequential consistency: Abdulla, Atig, Jonsson,
// Lang, Ngo & Sagonas, "Optimal stateless model checking for reads-from
// equivalence under sequential consistency" (OOPSLA 2019). A class says who
// reads from whom; the order of writes that nobody tells apart is left open, so
// there are fewer classes than traces, and as many executions as classes.
//
// Each read is decided where an execution first comes to it: it reads from what
// was there, and after the execution, from whatever else it could have, with
// all that was decided before it left as it is. Those that were found are kept
// with an order of operations that leads there (Witness) and are tried one
// after another, the latest decision first. What tells two apart is the whole
// history of what is read (HistoryLabel), so no class is met twice: this is
// their unfolding tree, as in Nidhugg's --rf. Where two operations both read
// and write, one directly after the other, they are also taken the other way
// round: no execution of the other order has the first one's history in it. A
// lock is an operation that reads from who gave the lock back. Whom it comes
// after is decided before that one gives it back, so that one that is never
// given back is met as well: the task then waits, and has the lock before any
// other task can take it.
//
// It handles atomics and plain memory of instrumented code, mutexes and spin
// locks with try_lock, and the creation, joining and detaching of threads;
// yield points are kept in order. Anything else is refused (`refusal`) when an
// execution comes to it. What is written is taken to depend on all that its
// task did, so two executions with one outcome may be of two classes. Whether a
// compare-exchange fails shows when it is done: where it would have to, or must
// not, and turns out otherwise, the execution is over and doesn't count.
// Thread safety: none. Determinism: no randomness; no result depends on an
// address. Cost: for an execution, its operations times tasks, plus a search
// for a witness (witness.h) for each pair of a read and a write that is new.
// Memory: for each read of the present execution, the labels of what was found
// for it: in the worst case as much as there are classes; no class itself is
// kept. Its parts (Divisible): rf_dpor_parts.cc; docs/checkpoint_format.md has
// their text.

#ifndef INTERLEAVE_STRATEGY_RF_DPOR_H_
#define INTERLEAVE_STRATEGY_RF_DPOR_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/runtime/strategy.h"
#include "interleave/strategy/divisible.h"
#include "interleave/strategy/label_set.h"
#include "interleave/strategy/reads_from_graph.h"
#include "interleave/strategy/witness.h"

namespace interleave {

class RfDporStrategy final : public Strategy {
 public:
  static constexpr size_t kTasksMax = 256;

  ~RfDporStrategy() override;

  // False when every class was met, or all of the part but those of which the
  // part before must tell; when the program turned out to be nondeterministic,
  // or when it does what is not handled.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult& result) override;
  bool WantsLonePoints() const override { return true; }
  bool KeepsLocations() const override { return true; }
  bool WantsLoneAccesses() const override { return true; }
  bool WasRedundant() const override { return redundant_; }

  // Every class was met. Never so after an execution that reached the step
  // limit: what else could have been read there isn't looked for.
  bool exhausted() const {
    return finished_ && shared_ == 0 && !cut_short_ &&
           nondeterminism_.empty() && refusal_.empty();
  }
  // How a choice that was to be repeated differs from the first time, with its
  // step; empty when it never did.
  const std::string& nondeterminism() const { return nondeterminism_; }
  // What the program does that is not handled, as a sentence; empty for
  // nothing.
  const std::string& refusal() const { return refusal_; }
  // An execution reached the step limit.
  bool cut_short() const { return cut_short_; }

  // --- rf_dpor_parts.cc: see Divisible. ---

  std::string Describe() const;
  bool Load(std::string_view text);
  // Gives, of a decision, what is last up to an alternative that has so many
  // reads still to come: the fewer, the sooner the part is done with.
  std::optional<Divisible::Part> Split(uint32_t reads_min = 0);
  uint64_t split_depth(uint32_t reads_min = 0) const;
  // Nothing can be tried before the part before it is done, or at all.
  bool is_done() const { return finished_; }
  // Takes what the part before it describes at its end.
  void Heed(std::string_view done);
  // Takes over from all its parts, which are done.
  void TakeEnd(bool cut_short) { finished_ = true, cut_short_ |= cut_short; }
  // The last execution is redundant for now only: it comes again when the part
  // before is done.
  bool is_held() const { return held_; }
  // The share of the whole that is left to try, when what is known of a read is
  // taken for all there is, and divided evenly.
  double left() const;

 private:
  using Event = ReadsFromGraph::Event;
  using Role = ReadsFromGraph::Role;
  static constexpr uint32_t kNone = ReadsFromGraph::kNone;

  // Another history of the read of a decision, to be tried.
  struct Alternative {
    HistoryLabel label;
    size_t begin = 0;    // of its order of tasks, which is the last
    uint32_t reads = 0;  // that come later, in the execution that found it
    bool must_fail = false;
  };

  // Of one read: whom it reads from.
  struct Decision {
    TaskId task = kNoTask;
    uint32_t index = 0;  // of the read, in its task
    bool takes_lock = false;
    HistoryLabel label;      // of what it reads from now
    bool must_fail = false;  // what is tried now is possible only then
    LabelSet tried;          // or found impossible
    std::vector<Alternative> left;
    std::vector<uint8_t> orders;  // of tasks, one after another
    // For each task, how many events are in what was decided before.
    std::vector<uint32_t> before;
    uint32_t known = 1;   // histories that are possible, and not given away
    uint32_t passed = 0;  // labels that the part behind knows: the first ones

    // --- rf_dpor_parts.cc ---
    std::span<const uint8_t> OrderOf(size_t i) const;
    void Add(const Alternative& other, std::span<const uint8_t> order);
    void RemoveFirst(size_t count);
    void AppendTo(std::string& text, size_t skipped) const;
    void AppendLeftTo(std::string& text) const;
    bool Parse(std::string_view text);
    bool ParseLeft(std::string_view text);
    void PutBehind(const Decision& earlier);
  };

  // Tasks that are to have a lock next when it is given back: decided, and not
  // part of the prefix.
  struct Waiting {
    TaskId task = kNoTask;
    uint32_t index = 0;
    bool over = false;
  };

  // What an alternative changes.
  struct Change {
    uint32_t read = kNone;
    // What it is to read from or, to take a lock, who has that before.
    uint32_t source = kNone;
    // What is to read from where `read` does now; kNone: nothing.
    uint32_t swapped = kNone;
    uint32_t reads_from = kNone;
    bool fails = false;  // the read is a compare-exchange, and writes nothing
  };

  uint32_t Refuse(const std::string& what);
  bool GivesWay(TaskId task) const;
  bool WroteAndMustNot() const;
  uint32_t GiveUp(const ChoicePoint& point, TaskId task);
  uint32_t ChooseFreely(const ChoicePoint& point);
  static uint32_t SlotOf(const TaskState& task);

  void FindWaiting();
  void LearnWhatFailed();
  void AddPending(const ExecutionResult& result);
  bool CheckReads();
  bool CheckRepeated();
  // What can be decided: whom it reads from.
  static bool IsRead(const Event& event) {
    return event.reads && event.role != Role::kUnlock;
  }
  void Decide();
  Decision& NewDecision();
  // Whom it reads from or, to take a lock, who had that before.
  uint32_t SourceOf(const Event& event) const {
    return event.role == Role::kLock ? graph_.TakenBefore(event) : event.from;
  }
  void Backtrack();

  // --- rf_dpor_parts.cc ---
  bool MeansSomething(std::string_view word) const;
  size_t FirstOpen(uint32_t reads_min) const;
  uint64_t ShareOf(size_t decision) const;

  // --- rf_dpor_alternatives.cc ---
  void FindAlternatives();
  void FindAlternativesOf(Decision& decision, size_t depth, bool is_new);
  void TryUser(Decision& decision, size_t depth, uint32_t read, uint32_t user);
  bool WasThere(uint32_t event) const;
  bool IsOverwritten(uint32_t read, uint32_t source) const;
  void TryAlternative(Decision& decision, size_t depth, uint32_t read,
                      uint32_t source);
  void TrySwap(Decision& decision, size_t depth, uint32_t read, uint32_t user);
  bool ComesDirectlyAfter(uint32_t read, const Event& user) const;
  void StartPrefix(const Decision& decision, uint32_t read);
  void Need(uint32_t event);
  bool IsNeeded(uint32_t event) const;
  bool NeedWaiting(size_t depth);
  void FindWitness(Decision& decision, size_t depth, const HistoryLabel& label);
  void ListPrefix(bool with_read);
  bool FindOrder();
  bool IsTakenAlready() const;
  bool InsertRead();
  void SetMasks();
  void PutBefore(uint32_t operation, uint32_t known);
  bool HasRow(uint32_t event, uint32_t operation) const;
  void PutRow(uint32_t operation, uint32_t event);
  void SetOperations();
  void SetChanged(uint32_t operation, uint32_t from, bool writes);
  static uint64_t BitOf(uint32_t number) {
    return uint64_t{1} << (number % 64);
  }
  uint32_t NumberOf(uint32_t event) const {
    return event == kNone ? Witness::kNone : number_[event];
  }
  bool Writes(const Event& event, uint32_t from) const;

  std::vector<Decision> path_;
  size_t length_ = 0;  // decisions in use; the others keep their memory
  // So many are those of the part before too: what is found for them is kept.
  size_t shared_ = 0;
  // Of the last of them, so many alternatives were given too: the first ones.
  size_t given_ = 0;
  // So many are those of the part behind too: what is found for them goes there
  // in the end, but for the last of them, which is done with here.
  size_t kept_ = 0;
  static constexpr uint64_t kWholeShare = uint64_t{1} << 62;
  uint64_t share_ = kWholeShare;  // of the part, for `left`
  // The tasks to go on first in this execution, and how many did.
  std::vector<uint8_t> prefix_;
  size_t depth_ = 0;
  std::vector<Waiting> waiting_;
  ReadsFromGraph graph_;
  TaskId last_chosen_ = kNoTask;
  bool deadlock_ = false;
  size_t decided_before_ = 0;  // decisions that are older than the execution
  std::span<const TaskState* const> tasks_;

  // While an alternative is looked for.
  uint32_t changed_ = kNone;  // the read of the latest decision from before
  uint32_t changed_source_ = kNone;  // ... and what it reads from
  Change change_;
  uint32_t reads_ = 0;            // in the execution
  std::vector<uint32_t> counts_;  // of the events of each task that it needs
  std::vector<uint32_t> listed_;  // those events, in order
  std::vector<uint32_t> order_;
  std::vector<uint32_t> number_;   // by event, in listed_
  std::vector<uint64_t> masks_;    // of the first so many of each task
  std::vector<size_t> masks_at_;   // by task
  std::vector<uint32_t> covered_;  // of a history, by what was put down
  Witness witness_;

  bool finished_ = false;
  bool held_ = false;
  bool redundant_ = false;
  bool cut_short_ = false;  // an execution reached the step limit
  std::string nondeterminism_;
  std::string refusal_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_RF_DPOR_H_
