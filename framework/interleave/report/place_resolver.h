// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// PlaceResolver: where in the user's source a call stack stands.
//
// The only way by which program counters enter a report. Tests give a fake one,
// so that expected texts hold no addresses.
// Thread safety: none.

#ifndef INTERLEAVE_REPORT_PLACE_RESOLVER_H_
#define INTERLEAVE_REPORT_PLACE_RESOLVER_H_

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "interleave/base/symbolizer.h"
#include "interleave/report/source_text.h"

namespace interleave {

struct Place {
  std::string file;  // empty when not known
  int line = 0;
  std::string function;
  std::string source;  // the text of the line; may be empty

  friend bool operator==(const Place&, const Place&) = default;
};

class PlaceResolver {
 public:
  virtual ~PlaceResolver() = default;

  // The place in the user's own code, or a Place without a file. `stack` holds
  // return addresses, innermost first.
  virtual Place Locate(std::span<const void* const> stack) = 0;
  // All places of the user's own code in `stack`, innermost first.
  virtual std::vector<Place> Frames(std::span<const void* const> stack) {
    Place place = Locate(stack);
    if (place.file.empty()) return {};
    return {std::move(place)};
  }
  // The text of a line of which only the place is known; may be empty.
  virtual std::string Source(const std::string& file, int line) = 0;
  // The variable of static lifetime at `address`; may be empty.
  virtual std::string Variable(const void* address) = 0;
};

// Places in this process, from its debug information.
class ProcessPlaceResolver : public PlaceResolver {
 public:
  Place Locate(std::span<const void* const> stack) override;
  std::vector<Place> Frames(std::span<const void* const> stack) override;
  std::string Source(const std::string& file, int line) override;
  std::string Variable(const void* address) override;

 private:
  Symbolizer symbolizer_;
  SourceText sources_;
};

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_PLACE_RESOLVER_H_
