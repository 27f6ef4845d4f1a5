// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Yield points, data choices and task names: what code under test may say.
//
//   Socket* Pool::Reset() {
//     auto old = sockets_;
//     INTERLEAVE_POINT("pool.reset.loaded");
//     sockets_ = std::make_shared<SocketSet>();
//     ...
//
// A point is a schedule point with a name: `component.operation.moment`, lower
// case, checked when it is compiled. It comes before what follows it. With a
// second argument, INTERLEAVE_POINT("cache.fill.miss", &entry), the point is an
// operation on that object (anything convertible to const void*), which tells
// reports and searches that points on other objects don't concern it.
//
// Without INTERLEAVE_ENABLED a point is nothing at all in the object code; with
// it, one predictable branch while no execution runs.

#ifndef INTERLEAVE_RUNTIME_POINT_H_
#define INTERLEAVE_RUNTIME_POINT_H_

#include <cstdint>
#include <string_view>

#if INTERLEAVE_ENABLED

#include "interleave/base/point_name.h"
#include "interleave/schedule/operation.h"

namespace interleave {

struct Task;

namespace internal {

extern constinit thread_local Task* current_task
    __attribute__((tls_model("initial-exec")));

// A schedule point; `object` may be null.
void ReachPoint(const PointSite* site, const void* object);
uint32_t ChooseInTask(uint32_t count);
void NameCurrentTask(std::string_view name);

}  // namespace internal

// A value in [0, count) that the exploration chooses, like a schedule: every
// value is tried by exhaustive searches, recorded and replayed. 0 outside of
// executions. REQUIRES: count > 0
inline uint32_t Choose(uint32_t count) {
  return internal::current_task == nullptr ? 0 : internal::ChooseInTask(count);
}

// Names the calling task in reports and scripts; best its first statement.
// Nothing outside of executions. pthread_setname_np does the same.
inline void NameTask(std::string_view name) {
  if (internal::current_task != nullptr) internal::NameCurrentTask(name);
}

// True inside an execution, in a task.
inline bool IsControlled() { return internal::current_task != nullptr; }

}  // namespace interleave

#define INTERLEAVE_POINT(...)                              \
  INTERLEAVE_POINT_PICK_(__VA_ARGS__, INTERLEAVE_POINT_2_, \
                         INTERLEAVE_POINT_1_)              \
  (__VA_ARGS__)
#define INTERLEAVE_POINT_PICK_(a, b, macro, ...) macro
#define INTERLEAVE_POINT_1_(name) INTERLEAVE_POINT_2_(name, nullptr)
#define INTERLEAVE_POINT_2_(name, object)                                 \
  do {                                                                    \
    static constinit const ::interleave::PointSite interleave_site{       \
        ::interleave::PointName(name).c_str(), __FILE__, __LINE__};       \
    if (__builtin_expect(::interleave::internal::current_task != nullptr, \
                         false)) {                                        \
      ::interleave::internal::ReachPoint(&interleave_site, object);       \
    }                                                                     \
  } while (false)

#else  // !INTERLEAVE_ENABLED

#define INTERLEAVE_POINT(...) static_cast<void>(0)

namespace interleave {
inline uint32_t Choose(uint32_t) { return 0; }
inline void NameTask(std::string_view) {}
inline bool IsControlled() { return false; }
}  // namespace interleave

#endif  // INTERLEAVE_ENABLED

#endif  // INTERLEAVE_RUNTIME_POINT_H_
