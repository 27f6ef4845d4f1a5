// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// SurwProfile: which objects the tasks of an execution used, how often, and
// where each task came to them first.
//
// Objects are numbered as an execution meets them, so a number means something
// else in the next. What stays the same is where a task comes to an object: by
// that it is found again.
// Thread safety: none. Determinism: numbers and counts alone; no address.
// Cost: linear in objects times tasks; O(1) for an event of a few tasks.

#ifndef INTERLEAVE_STRATEGY_SURW_PROFILE_H_
#define INTERLEAVE_STRATEGY_SURW_PROFILE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/runtime/strategy.h"
#include "interleave/strategy/task_tree.h"

namespace interleave {

class SurwRecorder;

class SurwProfile {
 public:
  // Of what an operation is done to; 0: a point without an object.
  static constexpr uint32_t kNothing = std::numeric_limits<uint32_t>::max();
  static uint32_t KeyOf(const Operation& operation) {
    if ((kWithoutObject >> static_cast<int>(operation.kind) & 1) != 0) {
      return kNothing;
    }
    // kNoObject + 1 is 0.
    return operation.object == kNoObject &&
                   operation.kind != OperationKind::kPoint
               ? kNothing
               : operation.object + 1;
  }

  // Those whose KeyOf is a key.
  class Operations {
   public:
    explicit Operations(uint32_t key)
        : object_(key - 1), kinds_(key == 0 ? kPoints : ~kWithoutObject) {}
    // No branch is taken on it.
    bool Contain(const Operation& operation) const {
      const bool is_kind =
          (kinds_ >> static_cast<int>(operation.kind) & 1) != 0;
      return (operation.object == object_) & is_kind;
    }

   private:
    ObjectId object_;
    uint64_t kinds_;
  };

  // What a task does to an object.
  struct Use {
    uint64_t count = 0;
    uint32_t first = 0;  // the task's count of points there; 0: nowhere
  };

  // Nodes are those of `tree`, which outlives this.
  explicit SurwProfile(TaskTree& tree) : tree_(&tree) {}

  // Objects that several tasks use; no more than kObjectsMax of them.
  static constexpr size_t kObjectsMax = 256;
  size_t size() const { return objects_.size(); }
  // Of the whole execution.
  uint64_t events() const { return events_; }
  void Take(const SurwRecorder& recorder);
  // By node: the count of its uses of the object, with those of all tasks that
  // come from it. REQUIRES: object < size()
  void TakeWeights(uint32_t object, std::vector<Use>& weights) const;

  // "120 0.0:5@3,0.1:4@2 0.0:2@9,0.1:2@8": the events, and for each object who
  // uses it, how often, and where first.
  std::string Text() const;
  // Takes that. False: it is no such text.
  bool Load(std::string_view text);

 private:
  // A bit for each kind of operation that is on no object, or on a task.
  static constexpr uint64_t kPoints =
      uint64_t{1} << static_cast<int>(OperationKind::kPoint);
  static constexpr uint64_t kWithoutObject =
      [](auto... kinds) {
        static_assert(kOperationKindCount <= 64);
        return ((uint64_t{1} << static_cast<int>(kinds)) | ...);
      }(OperationKind::kStart, OperationKind::kEnd, OperationKind::kCreate,
        OperationKind::kJoin, OperationKind::kDetach, OperationKind::kYield,
        OperationKind::kSleep, OperationKind::kFence);

  struct NodeUse {
    uint32_t node = 0;
    Use use;
  };
  using Uses = std::vector<NodeUse>;
  friend class SurwRecorder;

  bool LoadObject(std::string_view text);

  TaskTree* tree_;
  uint64_t events_ = 0;
  std::vector<Uses> objects_;
};

// Notes the operations of an execution.
class SurwRecorder {
 public:
  void Begin();
  // The task does what it would do next.
  void Note(uint32_t node, const TaskState& task);
  uint64_t events() const { return events_; }

 private:
  friend class SurwProfile;

  uint64_t events_ = 0;
  size_t used_ = 0;                         // of `objects_`, in this execution
  std::vector<SurwProfile::Uses> objects_;  // by key
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_SURW_PROFILE_H_
