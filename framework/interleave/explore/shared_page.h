// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// SharedPage: memory that the processes of one exploration have in common.
//
// Thread safety: all of it is atomic. Cost: one mapping.

#ifndef INTERLEAVE_EXPLORE_SHARED_PAGE_H_
#define INTERLEAVE_EXPLORE_SHARED_PAGE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace interleave {

// How many processes explore together at most.
inline constexpr uint32_t kJobsMax = 256;

class SharedPage {
 public:
  // Bits of WorkerSlot::attention, beside InterruptTrap::kInterrupted.
  static constexpr uint32_t kGive = 2;  // give a part away
  static constexpr uint32_t kStop = 4;  // describe what is left
  static constexpr uint32_t kHeed = 8;  // a note was sent

  struct alignas(64) WorkerSlot {
    std::atomic<uint32_t> attention{0};
    std::atomic<uint64_t> granted{0};      // executions, in its whole life
    std::atomic<uint64_t> split_depth{0};  // of the part under way
    std::atomic<uint64_t> resident_bytes{0};
  };

  // In this process and all that it forks. The system must give it.
  static SharedPage& Map();
  void Unmap();

  // `executions`: 0: no limit.
  void SetBudget(uint64_t executions);
  // Takes up to some dozens of executions from the budget; 0: it is spent.
  uint64_t TakeExecutions(uint32_t jobs);
  // Of those taken, so many did not take place.
  void GiveBack(uint64_t executions);
  bool budget_spent() const { return executions_left_.load() == 0; }

  // InterruptTrap's word for all.
  std::atomic<uint32_t> interrupted{0};
  WorkerSlot slots[kJobsMax];

 private:
  static constexpr uint64_t kTakenAtOnce = 64;
  static constexpr uint64_t kNoLimit = ~uint64_t{0};

  std::atomic<uint64_t> executions_left_{kNoLimit};
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_SHARED_PAGE_H_
