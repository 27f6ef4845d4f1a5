// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// PartList: the parts of a search in their order, and what they add up to.
//
// One process would do one part after the other and end at the last finding
// that is wanted, or begin again at the first thing learnt. So nothing is said
// of a part before all that come before it are done, and what was done behind
// the end doesn't count: the same comes out however many worked at it.
// A search whose parts keep no order ends at whatever comes first.
// Thread safety: none. Cost: linear in the parts that are not done; neighbours
// that are done become one.

#ifndef INTERLEAVE_EXPLORE_PART_LIST_H_
#define INTERLEAVE_EXPLORE_PART_LIST_H_

#include <cstdint>
#include <list>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "interleave/explore/part.h"
#include "interleave/strategy/divisible.h"

namespace interleave {

struct Part {
  uint64_t id = 0;
  std::string text;  // what is left of it
  PartEnd end = PartEnd::kOpen;
  bool running = false;  // somebody is at it
  bool lost = false;     // who was at it has died
  Tally tally;           // of what was done of it
  std::vector<Found> found;
  std::string name;     // of the strategy that drew the last execution
  std::string refusal;  // Search::refusal(), which is fatal

  // Of searches that send notes.
  uint64_t giver = 0;  // the part that it was divided from; 0: none
  uint64_t depth = 0;  // Divisible::Part::depth
  std::vector<Divisible::Note> notes;  // not heeded yet
};

class PartList {
 public:
  // `passes_on`: Divisible::PassesOn.
  // `keeps_order`: Divisible::KeepsOrder.
  explicit PartList(uint32_t findings_max, bool passes_on = false,
                    bool keeps_order = true)
      : findings_max_(findings_max),
        passes_on_(passes_on),
        keeps_order_(keeps_order) {}

  // For another round. REQUIRES: there are no parts
  void SetKeepsOrder(bool keeps_order) { keeps_order_ = keeps_order; }

  enum class State : uint8_t {
    kGoesOn,
    kAllDone,
    kEnough,  // all findings that are wanted were found
    kFatal,   // the search can't go on
    kLesson,  // the search must begin again
  };

  // Both return the number of the new part.
  uint64_t Append(std::string text);
  // Directly behind the part that gave it.
  uint64_t Insert(uint64_t giver, Divisible::Part given);
  // Null when there is no such part any more.
  Part* Find(uint64_t id);
  // What was done of a running part; it isn't running any more.
  void Report(uint64_t id, const PartReport& report);

  // For each part that is done, as are all before it, and the one behind it, in
  // order: `pass` may open that one again. Before Settle.
  void PassOn(absl::FunctionRef<void(const Part& from, Part& to)> pass);

  // Takes together what is done, from the front. What is behind `kEnough` and
  // `kFatal` is counted no more.
  State Settle();
  // The first part that can be gone on with; null when none can.
  Part* NextOpen();
  // Behind something that ends the search: nobody needs to go on with it.
  bool IsBeyondEnd(const Part& part) const;
  bool IsSomethingLost() const;
  bool empty() const { return parts_.empty(); }

  // Forgets the parts and what they counted; findings are kept.
  void Clear();

  // What counts by now: after kGoesOn, all that was done of any part.
  Tally TotalTally() const;
  // Different findings, at most `findings_max`, in order; each with the tally
  // of all that comes before it and its own execution.
  std::vector<Found> TotalFound() const;
  // Of the strategy that drew the last execution; empty when there was none.
  std::string LastName() const;
  // That of the part at which the search has ended; empty for none.
  const std::string& refusal() const { return refusal_; }

  // --- For checkpoints. ---

  const std::list<Part>& parts() const { return parts_; }
  const Tally& settled() const { return settled_; }
  const std::vector<Found>& settled_found() const { return found_; }
  // REQUIRES: nothing was done yet
  void Restore(std::list<Part> parts, Tally settled, std::vector<Found> found);

 private:
  // Adds what is new in `part`; false when that is enough.
  bool AddFound(const Part& part, const Tally& before,
                std::set<std::string>& signatures,
                std::vector<Found>& found) const;

  State SettleInAnyOrder();
  bool IsAny(PartEnd end) const;

  // Makes one of `part` and the one behind it, if both are done.
  void MergeWithNext(std::list<Part>::iterator part);

  const uint32_t findings_max_;
  const bool passes_on_;
  bool keeps_order_;
  uint64_t next_id_ = 1;
  std::list<Part> parts_;
  Tally settled_;  // of the parts that were done and left out
  std::string settled_name_;
  std::string refusal_;
  std::vector<Found> found_;
  std::set<std::string> signatures_;
  bool ended_ = false;  // settled_ is all that counts
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_PART_LIST_H_
