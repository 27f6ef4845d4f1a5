// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/place_resolver.h"

#include <optional>
#include <span>
#include <string>

namespace interleave {

Place ProcessPlaceResolver::Locate(std::span<const void* const> stack) {
  const std::optional<Frame> frame = symbolizer_.UserFrame(stack);
  if (!frame.has_value()) return {};
  return {.file = frame->file,
          .line = frame->line,
          .function = frame->function,
          .source = Source(frame->file, frame->line)};
}

std::string ProcessPlaceResolver::Source(const std::string& file, int line) {
  return std::string(sources_.Line(file, line));
}

std::string ProcessPlaceResolver::Variable(const void* address) {
  return symbolizer_.Variable(address);
}

}  // namespace interleave
