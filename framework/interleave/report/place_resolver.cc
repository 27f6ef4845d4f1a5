// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/place_resolver.h"

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace interleave {

Place ProcessPlaceResolver::Locate(std::span<const void* const> stack) {
  const std::optional<Frame> frame = symbolizer_.UserFrame(stack);
  if (!frame.has_value()) return {};
  return {.file = frame->file,
          .line = frame->line,
          .function = frame->function,
          .source = Source(frame->file, frame->line)};
}

std::vector<Place> ProcessPlaceResolver::Frames(
    std::span<const void* const> stack) {
  std::vector<Place> places;
  for (const void* pc : stack) {
    for (Frame& frame : symbolizer_.Resolve(pc)) {
      if (!IsUserFrame(frame)) continue;
      std::string source = Source(frame.file, frame.line);
      places.push_back({std::move(frame.file), frame.line,
                        std::move(frame.function), std::move(source)});
    }
  }
  return places;
}

std::string ProcessPlaceResolver::Source(const std::string& file, int line) {
  return std::string(sources_.Line(file, line));
}

std::string ProcessPlaceResolver::Variable(const void* address) {
  return symbolizer_.Variable(address);
}

}  // namespace interleave
