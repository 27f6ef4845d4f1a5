// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/bytes.h"

#include "interleave/strategy/default_answer.h"

namespace interleave {

bool BytesStrategy::Begin() {
  next_ = 0;
  wait_ = 0;
  switches_ = false;
  return true;
}

void BytesStrategy::End(const ExecutionResult&) {}

void BytesStrategy::ReadWait() {
  const uint32_t byte = bytes_[next_++];
  const uint32_t wait = byte & ((1u << kWaitBits) - 1);
  switches_ = wait < kLongWait;
  wait_ = switches_ ? wait : kLongWait << (wait - kLongWait);
  which_ = byte >> kWaitBits;
}

uint32_t BytesStrategy::Choose(const ChoicePoint& point) {
  const uint32_t usual = DefaultAnswer(point);
  if (point.count == 1) return usual;
  while (wait_ == 0 && !switches_) {
    if (next_ == bytes_.size()) return usual;
    ReadWait();
  }
  if (wait_ > 0) {
    --wait_;
    return usual;
  }
  switches_ = false;
  return OtherAnswer(point);
}

uint32_t BytesStrategy::OtherAnswer(const ChoicePoint& point) {
  const uint32_t others = point.count - 1;
  uint64_t which = which_;
  uint64_t said = uint64_t{1} << (8 - kWaitBits);  // how many it could say
  while (said < others) {
    which <<= 8;
    said <<= 8;
    if (next_ < bytes_.size()) which |= bytes_[next_++];
  }
  const auto other = static_cast<uint32_t>(which % others);
  return other < DefaultAnswer(point) ? other : other + 1;
}

}  // namespace interleave
