// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Divisible: a search that several processes share, or that goes on later.
//
// What a search has left to try is a *part* of the space, and has a text form.
// A search begins with the whole, gives parts of what is left to others that
// have nothing, and describes what is left when it is stopped. Parts have an
// order: what Split gives comes after all that stays, so that parts in their
// order are the executions of one search in its own.
//
// A search may learn in its part of something to try at a choice before it, as
// the reversal of a race (partial-order reduction). Where such choices belong
// to all, it has a wish, and the search that stands for the whole grants it
// with a new part, or knows that others come to it anyway. Where they belong to
// the next part, that gets it as a note when this one is done (PassesOn).
//
// Thread safety: none. Determinism: no answer depends on who asks, or when.
// All functions are called between executions: after End, before Begin.

#ifndef INTERLEAVE_STRATEGY_DIVISIBLE_H_
#define INTERLEAVE_STRATEGY_DIVISIBLE_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {

class Divisible {
 public:
  // A Split depth: nothing can be given away.
  static constexpr uint64_t kIndivisible = std::numeric_limits<uint64_t>::max();

  struct Part {
    std::string text;    // for Load
    uint64_t depth = 0;  // how many choices before it belong to others
  };
  // What a part is told by the one before it, of its choices from `depth` on.
  struct Note {
    uint64_t depth = 0;
    std::string text;
  };

  virtual ~Divisible() = default;

  // --- A search that runs. ---

  // What is left to try; printable ASCII, no line breaks. Cost: linear in it.
  virtual std::string Describe() const = 0;
  // Takes what `text`, by Describe or Split, says for all there is to try.
  // False: it is no such text; nothing can be said of the search then.
  virtual bool Load(std::string_view text) = 0;
  // Gives up a part of what is left, as large as possible; none: it has
  // nothing to divide at present.
  virtual std::optional<Part> Split() = 0;
  // How many choices Split would leave in common; the fewer, the larger is what
  // it gives. kIndivisible when it gives nothing.
  virtual uint64_t split_depth() const = 0;
  // Nothing is left to try.
  virtual bool is_done() const = 0;
  // What must be known of the part beside its executions, once it is done.
  virtual std::string Summary() const { return {}; }
  // Parts in their order are the executions of one search in its own. Else
  // those of the whole are in parts, each once, in whatever order. Constant
  // over a round.
  virtual bool KeepsOrder() const { return true; }
  // What is to be tried at choices before its part, since the last call. To be
  // granted in their order, and before a part that Split gave later is
  // explored.
  virtual std::vector<std::string> TakeWishes() { return {}; }
  // What Describe says at the end is for the next part: there Heed gets it, as
  // the text of a note, once all parts before are done. A part that can't go on
  // without is done until then. Constant over its life.
  virtual bool PassesOn() const { return false; }
  // A note for this part, perhaps one that it had done with:
  // then Load was given what Describe said at the end.
  virtual void Heed(const Note& note) { static_cast<void>(note); }

  // --- The search that stands for the whole, and runs nothing itself. ---

  // A part for what TakeWishes gave, of any part; none: there is or was one
  // that comes to it.
  virtual std::optional<Part> Grant(std::string_view wish) {
    static_cast<void>(wish);
    return std::nullopt;
  }
  // What was granted, for LoadGranted when the search goes on later.
  virtual std::string Granted() const { return {}; }
  // False: it is no such text.
  virtual bool LoadGranted(std::string_view text) { return text.empty(); }
  // A part is done, of which this is the summary.
  virtual void Absorb(std::string_view summary) { static_cast<void>(summary); }
  // When it is over: what is left of parts that are not done, for those who ask
  // how far it came.
  virtual void NoteLeft(const std::vector<std::string>& texts) {
    static_cast<void>(texts);
  }
  // All parts are done. What is to be searched next, as text for Load; empty:
  // nothing, and the search has come to its end.
  virtual std::string NextRound() = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_DIVISIBLE_H_
