// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/random_source.h"

#include <algorithm>

namespace interleave {
namespace {

// Any two; the numbers that a program gets depend on them.
constexpr uint64_t kMachine = 0x6d61'6368'696e'6501;
constexpr uint64_t kLibrary = 0x6c69'6272'6172'7901;

}  // namespace

uint64_t RandomSource::Next() {
  if (!machine_.has_value()) machine_.emplace(ExecutionSeed(kMachine, task_));
  return machine_->Next();
}

void RandomSource::Fill(void* to, size_t bytes) {
  auto* const out = static_cast<unsigned char*>(to);
  for (size_t at = 0; at < bytes; at += sizeof(uint64_t)) {
    const uint64_t bits = Next();
    const size_t count = std::min(bytes - at, sizeof(bits));
    for (size_t i = 0; i < count; ++i) {
      out[at + i] = static_cast<unsigned char>(bits >> (8 * i));
    }
  }
}

uint64_t RandomSource::NextOfLibrary() {
  if (!library_.has_value()) library_.emplace(ExecutionSeed(kLibrary, task_));
  return library_->Next();
}

}  // namespace interleave
