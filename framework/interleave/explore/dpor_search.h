// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// DporSearch: partial order reduction as a search, alone or by several.
//
// Walks are taken in every case: a few traces may stand for very many
// schedules, and a finding met by them but not by the search would show that
// something was taken for equivalent that isn't. One process takes them, before
// it gives anything away.
// Thread safety: none.

#ifndef INTERLEAVE_EXPLORE_DPOR_SEARCH_H_
#define INTERLEAVE_EXPLORE_DPOR_SEARCH_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/explore/options.h"
#include "interleave/explore/walked_search.h"
#include "interleave/strategy/dpor.h"

namespace interleave {

class DporSearch final : public WalkedSearch<DporStrategy>, public Divisible {
 public:
  DporSearch(const Options& options, const char* name, DporStrategy::Mode mode)
      : WalkedSearch(options.seed, mode), name_(name) {}
  DporSearch(const Options& options, const char* name, Bound bound)
      : WalkedSearch(options.seed, bound.most), name_(name), bound_(bound) {}

  bool exhausted() const override { return inner_.exhausted(); }
  // Each trace that was run is a schedule at least.
  Estimate estimate() const override;
  std::optional<Bound> bound() const override {
    return inner_.bound_was_hit() ? bound_ : std::nullopt;
  }
  std::optional<double> done() const override;
  uint64_t redundant() const override { return inner_.redundant(); }
  std::string name() const override { return name_; }
  Divisible* divisible() override { return this; }

  // "64 64/0/46.../77... path ...": the executions before, the walks, and what
  // is left.
  std::string Describe() const override { return Text(inner_.Describe()); }
  bool Load(std::string_view text) override;
  std::optional<Part> Split() override;
  uint64_t split_depth() const override;
  bool is_done() const override;
  bool KeepsOrder() const override { return inner_.KeepsOrder(); }
  std::vector<std::string> TakeWishes() override { return inner_.TakeWishes(); }
  std::optional<Part> Grant(std::string_view wish) override;
  std::string Granted() const override { return inner_.Granted(); }
  bool LoadGranted(std::string_view text) override {
    return inner_.LoadGranted(text);
  }
  // "310 64/0/46.../77... ": the traces, the walks, and what more there is.
  std::string Summary() const override;
  void Absorb(std::string_view summary) override;
  void NoteLeft(const std::vector<std::string>& texts) override;
  std::string NextRound() override { return inner_.NextRound(); }

 protected:
  std::optional<Bound> WalkBound() const override { return bound_; }
  bool WalksAreDue(bool at_end) const override {
    if (has_walked()) return false;
    return at_end ? inner_.exhausted() : tried() >= kRunsBeforeWalks;
  }

 private:
  static constexpr uint64_t kRunsBeforeWalks = 64;

  std::string Text(const std::string& inner) const;
  // Executions, by whomever, before what is left.
  uint64_t tried() const { return tried_before_ + runs(); }

  const char* const name_;
  const std::optional<Bound> bound_;
  uint64_t tried_before_ = 0;  // what was loaded
  uint64_t absorbed_ = 0;      // traces of parts
  std::optional<double> left_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_DPOR_SEARCH_H_
