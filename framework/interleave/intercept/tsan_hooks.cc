// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Hooks: what code compiled with -fsanitize=thread calls before it touches
// memory. Each is a schedule point, then the access is ThreadSanitizer's to
// judge (INTERLEAVE_RACES=1: the linker's --wrap puts us before its runtime,
// which is entered by a jump, so that it sees the caller's program counter) or
// simply takes place (INTERLEAVE_RACES=0: we stand in for the runtime).
// tsan_entries.def lists them. Compiled by itself into two libraries.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/fuzzer_memory.h"

#if defined(__clang__)
#define INTERLEAVE_JUMP [[clang::musttail]] return
#else
#define INTERLEAVE_JUMP return  // gcc jumps at -O2, and says so in a test
#endif

namespace interleave::internal {
extern const bool takes_annotations;      // tsan_annotations.cc
extern const bool tells_initialisations;  // initialisation.cc
extern const bool tells_mappings;         // mapping.cc
}  // namespace interleave::internal

namespace {

using interleave::Execution;
using interleave::OperationKind;
using interleave::Task;

[[gnu::used]] const bool& g_takes_annotations =
    interleave::internal::takes_annotations;
[[gnu::used]] const bool& g_tells_initialisations =
    interleave::internal::tells_initialisations;
[[gnu::used]] const bool& g_tells_mappings =
    interleave::internal::tells_mappings;

// Says that what the executable does is seen, before main.
[[maybe_unused]] const bool g_instrumented = [] {
  interleave::internal::instrumented = interleave::internal::judged = true;
  return true;
}();

__extension__ using Bits128 = unsigned __int128;
using Bits64 = uint64_t;
using Bits32 = uint32_t;
using Bits16 = uint16_t;
using Bits8 = uint8_t;

using Seen = Execution::Seen;

// Compilers call these for what is aligned to its size. Never in a hook: there
// it would call strlen, since nothing is built in here.
consteval bool IsInOneGranule(std::string_view name, size_t bytes) {
  return bytes <= 8 && !name.starts_with("unaligned");
}

[[gnu::always_inline]] inline Seen Reach(OperationKind kind,
                                         const volatile void* address,
                                         size_t bytes, const void* site,
                                         bool in_one_granule = false) {
  Task* self = interleave::internal::current_task;
  if (self == nullptr) return {};
  return self->execution->Access(*self, kind, const_cast<const void*>(address),
                                 bytes, site, in_one_granule);
}

// As strong as the runtime must take the operation to be, so that it knows of
// whatever fences may order.
[[maybe_unused]] inline int TsanOrder(int order) {
  return interleave::internal::met_fence ? __ATOMIC_SEQ_CST : order;
}

// What is stored in sequentially consistent order takes several times as long.
template <typename Bits>
[[maybe_unused, gnu::always_inline]] inline void StoreAtomically(
    volatile Bits* address, Bits value, int order) {
  if (order == __ATOMIC_SEQ_CST) {
    __atomic_store_n(address, value, __ATOMIC_SEQ_CST);
  } else {
    __atomic_store_n(address, value, __ATOMIC_RELEASE);
  }
}

[[gnu::always_inline]] inline bool IsFuzzers(const void* address) {
  const interleave::FuzzerMemory& memory = interleave::internal::fuzzer_memory;
  return memory.Touches(address) && memory.Has(address);
}

// `becomes`, given what the memory holds after the schedule point, says what it
// will hold.
template <typename Bits, typename Becomes>
[[gnu::always_inline]] inline void ReachAtomic(OperationKind kind,
                                               const volatile Bits* address,
                                               int order, Becomes becomes,
                                               const void* site) {
  Task* self = interleave::internal::current_task;
  if (self == nullptr) return;
  const auto* const object = const_cast<const Bits*>(address);
  if (IsFuzzers(object)) return;
  self->execution->AtomicAccess(*self, kind, object, sizeof(Bits), site);
  // A store counts as a change also when it is none: to look would cost more.
  bool changes = kind == OperationKind::kAtomicStore;
  if (kind == OperationKind::kAtomicChange) {
    const Bits before = *object;
    changes = becomes(before) != before;
  }
  self->execution->AtomicOrder(*self, kind, object, sizeof(Bits),
                               static_cast<std::memory_order>(order), changes,
                               site);
  Execution::CleanUpAfter(*self);
}

inline void ReachFence(int order, const void* site) {
  Task* self = interleave::internal::current_task;
  if (self == nullptr) return;
  self->execution->AtomicAccess(*self, OperationKind::kFence, nullptr, 0, site);
  self->execution->AtomicOrder(*self, OperationKind::kFence, nullptr, 0,
                               static_cast<std::memory_order>(order),
                               /*changes=*/false, site);
  Execution::CleanUpAfter(*self);
}

// Nothing runs between the schedule point and the operation, so what it will
// come to can be seen before.
template <typename Bits>
[[gnu::always_inline]] inline void ReachCompare(const volatile Bits* address,
                                                Bits expected, Bits value,
                                                int order, int failure_order,
                                                const void* site) {
  Task* self = interleave::internal::current_task;
  if (self == nullptr) return;
  const auto* const object = const_cast<const Bits*>(address);
  if (IsFuzzers(object)) return;
  self->compares = true;
  if (self->reached_compare != object) {
    self->execution->AtomicAccess(*self, OperationKind::kAtomicChange, object,
                                  sizeof(Bits), site);
  }
  self->reached_compare = nullptr;
  const bool succeeds = *object == expected;
  self->compares = false;
  self->compare_failed = !succeeds;
  self->execution->AtomicOrder(
      *self,
      succeeds ? OperationKind::kAtomicChange : OperationKind::kAtomicLoad,
      object, sizeof(Bits),
      static_cast<std::memory_order>(succeeds ? order : failure_order),
      succeeds && value != expected, site);
  Execution::CleanUpAfter(*self);
}

}  // namespace

#if INTERLEAVE_RACES

namespace {

// The runtime's frames hold its own counts, so they are wiped off the stack of
// a task that is compared with what it was; the runtime then takes the hook for
// its caller.
struct WipeAtEnd {
  ~WipeAtEnd() { interleave::WipeDeadStack(); }
};

inline bool MayRepeatItself() {
  const Task* const self = interleave::internal::current_task;
  return self != nullptr && self->wipes;
}

}  // namespace

#define INTERLEAVE_HOOK(name) __wrap___tsan_##name
#define INTERLEAVE_TELL(name, arguments) \
  INTERLEAVE_JUMP __real___tsan_##name arguments
#define INTERLEAVE_CARRY_OUT(name, arguments, instead) \
  if (__builtin_expect(MayRepeatItself(), false)) {    \
    const WipeAtEnd wipe;                              \
    return __real___tsan_##name arguments;             \
  }                                                    \
  INTERLEAVE_JUMP __real___tsan_##name arguments

// The runtime's own functions.
extern "C" {
#define INTERLEAVE_TSAN_ACCESS(name, kind, bytes, real) \
  void __real___tsan_##name(void*);
#define INTERLEAVE_TSAN_VPTR_UPDATE(name) \
  void __real___tsan_##name(void**, void*);
#define INTERLEAVE_TSAN_RANGE(name, kind) \
  void __real___tsan_##name(void*, unsigned long);
#define INTERLEAVE_TSAN_ATOMIC_LOAD(name, bits) \
  Bits##bits __real___tsan_##name(const volatile Bits##bits*, int);
#define INTERLEAVE_TSAN_ATOMIC_STORE(name, bits) \
  void __real___tsan_##name(volatile Bits##bits*, Bits##bits, int);
#define INTERLEAVE_TSAN_ATOMIC_CHANGE(name, bits, change) \
  Bits##bits __real___tsan_##name(volatile Bits##bits*, Bits##bits, int);
#define INTERLEAVE_TSAN_ATOMIC_COMPARE(name, bits)                             \
  int __real___tsan_##name(volatile Bits##bits*, Bits##bits*, Bits##bits, int, \
                           int);
#define INTERLEAVE_TSAN_ATOMIC_COMPARE_VALUE(name, bits)            \
  Bits##bits __real___tsan_##name(volatile Bits##bits*, Bits##bits, \
                                  Bits##bits, int, int);
#define INTERLEAVE_TSAN_FENCE(name) void __real___tsan_##name(int);
#define INTERLEAVE_TSAN_SIGNAL_FENCE(name)
#define INTERLEAVE_TSAN_FUNCTION_ENTRY(name)
#define INTERLEAVE_TSAN_FUNCTION_EXIT(name)
#define INTERLEAVE_TSAN_COPY(name) \
  void* __real_##name(void*, const void*, size_t);
#define INTERLEAVE_TSAN_FILL(name) void* __real_##name(void*, int, size_t);
#include "interleave/intercept/tsan_entries.def"

void __tsan_read_range_pc(void*, unsigned long, void*);
void __tsan_write_range_pc(void*, unsigned long, void*);
}

#else  // !INTERLEAVE_RACES

#define INTERLEAVE_HOOK(name) __tsan_##name
#define INTERLEAVE_TELL(name, arguments) return
#define INTERLEAVE_CARRY_OUT(name, arguments, instead) return instead

extern "C" {
void* __real_memcpy(void*, const void*, size_t);
void* __real_memmove(void*, const void*, size_t);
void* __real_memset(void*, int, size_t);
}

#endif  // INTERLEAVE_RACES

namespace {

// A copy of shared memory is not one step: another task may see, or change, a
// part of it. It is made in pieces, with a schedule point before each.
constexpr size_t kPiecesMax = 16;
constexpr size_t kPieceBytesMin = 8;

size_t PieceBytes(size_t bytes) {
  const size_t piece = (bytes + kPiecesMax - 1) / kPiecesMax;
  return (piece + kPieceBytesMin - 1) / kPieceBytesMin * kPieceBytesMin;
}

void TellRange([[maybe_unused]] const void* address,
               [[maybe_unused]] size_t bytes,
               [[maybe_unused]] OperationKind kind,
               [[maybe_unused]] const void* site) {
#if INTERLEAVE_RACES
  auto* start = const_cast<void*>(address);
  auto* pc = const_cast<void*>(site);
  if (kind == OperationKind::kRead) {
    __tsan_read_range_pc(start, bytes, pc);
  } else {
    __tsan_write_range_pc(start, bytes, pc);
  }
#endif
}

// Not memmove, which is ours, and ThreadSanitizer's. The file is compiled so
// that no loop becomes one.
void MoveBytes(char* to, const char* from, size_t bytes, bool backwards) {
  for (size_t i = 0; i < bytes; ++i) {
    const size_t at = backwards ? bytes - 1 - i : i;
    to[at] = from[at];
  }
}

// The schedule points before a piece of a copy.
struct PieceSeen {
  Seen read;
  Seen written;

  // Others may see a part of it, or it is nothing to tell the runtime of.
  bool in_pieces() const {
    return read.point() || written.point() || read.raced() || written.raced();
  }
};

PieceSeen ReachCopy(void* to, const void* from, size_t bytes,
                    const void* site) {
  PieceSeen seen;
  seen.read = Reach(OperationKind::kRead, from, bytes, site);
  seen.written = Reach(OperationKind::kWrite, to, bytes, site);
  return seen;
}

// `seen`: what came of the first schedule points, which are the caller's.
void* CopyInPieces(PieceSeen seen, void* to, const void* from, size_t bytes,
                   const void* site) {
  auto* const target = static_cast<char*>(to);
  const auto* const source = static_cast<const char*>(from);
  const bool backwards = target > source && target < source + bytes;
  const size_t each = PieceBytes(bytes);
  for (size_t done = 0; done < bytes; done += each) {
    const size_t now = bytes - done < each ? bytes - done : each;
    const size_t at = backwards ? bytes - done - now : done;
    if (done > 0) seen = ReachCopy(target + at, source + at, now, site);
    if (!seen.read.raced()) {
      TellRange(source + at, now, OperationKind::kRead, site);
    }
    if (!seen.written.raced()) {
      TellRange(target + at, now, OperationKind::kWrite, site);
    }
    MoveBytes(target + at, source + at, now, backwards);
  }
  return to;
}

void* FillInPieces(Seen seen, void* to, int value, size_t bytes,
                   const void* site) {
  auto* const target = static_cast<char*>(to);
  const size_t each = PieceBytes(bytes);
  for (size_t at = 0; at < bytes; at += each) {
    const size_t now = bytes - at < each ? bytes - at : each;
    if (at > 0) seen = Reach(OperationKind::kWrite, target + at, now, site);
    if (!seen.raced()) TellRange(target + at, now, OperationKind::kWrite, site);
    for (size_t i = 0; i < now; ++i) target[at + i] = static_cast<char>(value);
  }
  return to;
}

}  // namespace

extern "C" {

#define INTERLEAVE_TSAN_ACCESS(name, kind, bytes, real)                 \
  void INTERLEAVE_HOOK(name)(void* address) {                           \
    if (Reach(OperationKind::kind, address, bytes, INTERLEAVE_CALLER(), \
              IsInOneGranule(#name, bytes))                             \
            .raced()) {                                                 \
      return;                                                           \
    }                                                                   \
    INTERLEAVE_TELL(real, (address));                                   \
  }
#define INTERLEAVE_TSAN_VPTR_UPDATE(name)                    \
  void INTERLEAVE_HOOK(name)(void** address, void* value) {  \
    if (Reach(OperationKind::kWrite, address, sizeof(value), \
              INTERLEAVE_CALLER())                           \
            .raced()) {                                      \
      return;                                                \
    }                                                        \
    INTERLEAVE_TELL(name, (address, value));                 \
  }
#define INTERLEAVE_TSAN_RANGE(name, kind)                               \
  void INTERLEAVE_HOOK(name)(void* address, unsigned long bytes) {      \
    if (bytes > 0 &&                                                    \
        Reach(OperationKind::kind, address, bytes, INTERLEAVE_CALLER()) \
            .raced()) {                                                 \
      return;                                                           \
    }                                                                   \
    INTERLEAVE_TELL(name, (address, bytes));                            \
  }
#define INTERLEAVE_TSAN_ATOMIC_LOAD(name, bits)                         \
  Bits##bits INTERLEAVE_HOOK(name)(const volatile Bits##bits* address,  \
                                   [[maybe_unused]] int order) {        \
    ReachAtomic(                                                        \
        OperationKind::kAtomicLoad, address, order,                     \
        [](Bits##bits before) { return before; }, INTERLEAVE_CALLER()); \
    INTERLEAVE_CARRY_OUT(name, (address, TsanOrder(order)),             \
                         __atomic_load_n(address, __ATOMIC_SEQ_CST));   \
  }
#define INTERLEAVE_TSAN_ATOMIC_STORE(name, bits)                              \
  void INTERLEAVE_HOOK(name)(volatile Bits##bits * address, Bits##bits value, \
                             [[maybe_unused]] int order) {                    \
    ReachAtomic(                                                              \
        OperationKind::kAtomicStore, address, order,                          \
        [value](Bits##bits) { return value; }, INTERLEAVE_CALLER());          \
    INTERLEAVE_CARRY_OUT(name, (address, value, TsanOrder(order)),            \
                         StoreAtomically(address, value, order));             \
  }
#define INTERLEAVE_ATOMIC_exchange(...) __atomic_exchange_n(__VA_ARGS__)
#define INTERLEAVE_ATOMIC_fetch_add(...) __atomic_fetch_add(__VA_ARGS__)
#define INTERLEAVE_ATOMIC_fetch_sub(...) __atomic_fetch_sub(__VA_ARGS__)
#define INTERLEAVE_ATOMIC_fetch_and(...) __atomic_fetch_and(__VA_ARGS__)
#define INTERLEAVE_ATOMIC_fetch_or(...) __atomic_fetch_or(__VA_ARGS__)
#define INTERLEAVE_ATOMIC_fetch_xor(...) __atomic_fetch_xor(__VA_ARGS__)
#define INTERLEAVE_ATOMIC_fetch_nand(...) __atomic_fetch_nand(__VA_ARGS__)
// The same to a variable of one's own.
#define INTERLEAVE_PLAIN_exchange(memory, value) memory = (value)
#define INTERLEAVE_PLAIN_fetch_add(memory, value) \
  memory = static_cast<decltype(memory)>(memory + (value))
#define INTERLEAVE_PLAIN_fetch_sub(memory, value) \
  memory = static_cast<decltype(memory)>(memory - (value))
#define INTERLEAVE_PLAIN_fetch_and(memory, value) \
  memory = static_cast<decltype(memory)>(memory & (value))
#define INTERLEAVE_PLAIN_fetch_or(memory, value) \
  memory = static_cast<decltype(memory)>(memory | (value))
#define INTERLEAVE_PLAIN_fetch_xor(memory, value) \
  memory = static_cast<decltype(memory)>(memory ^ (value))
#define INTERLEAVE_PLAIN_fetch_nand(memory, value) \
  memory = static_cast<decltype(memory)>(~(memory & (value)))
#define INTERLEAVE_TSAN_ATOMIC_CHANGE(name, bits, change)              \
  Bits##bits INTERLEAVE_HOOK(name)(volatile Bits##bits * address,      \
                                   Bits##bits value,                   \
                                   [[maybe_unused]] int order) {       \
    ReachAtomic(                                                       \
        OperationKind::kAtomicChange, address, order,                  \
        [value](Bits##bits memory) {                                   \
          INTERLEAVE_PLAIN_##change(memory, value);                    \
          return memory;                                               \
        },                                                             \
        INTERLEAVE_CALLER());                                          \
    INTERLEAVE_CARRY_OUT(                                              \
        name, (address, value, TsanOrder(order)),                      \
        INTERLEAVE_ATOMIC_##change(address, value, __ATOMIC_SEQ_CST)); \
  }
#define INTERLEAVE_TSAN_ATOMIC_COMPARE(name, bits)                            \
  int INTERLEAVE_HOOK(name)(                                                  \
      volatile Bits##bits * address, Bits##bits * expected, Bits##bits value, \
      [[maybe_unused]] int order, [[maybe_unused]] int failure_order) {       \
    ReachCompare(address, *expected, value, order, failure_order,             \
                 INTERLEAVE_CALLER());                                        \
    INTERLEAVE_CARRY_OUT(                                                     \
        name,                                                                 \
        (address, expected, value, TsanOrder(order),                          \
         TsanOrder(failure_order)),                                           \
        __atomic_compare_exchange_n(address, expected, value, false,          \
                                    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));     \
  }
#define INTERLEAVE_TSAN_ATOMIC_COMPARE_VALUE(name, bits)                    \
  Bits##bits INTERLEAVE_HOOK(name)(                                         \
      volatile Bits##bits * address, Bits##bits expected, Bits##bits value, \
      [[maybe_unused]] int order, [[maybe_unused]] int failure_order) {     \
    ReachCompare(address, expected, value, order, failure_order,            \
                 INTERLEAVE_CALLER());                                      \
    INTERLEAVE_CARRY_OUT(                                                   \
        name,                                                               \
        (address, expected, value, TsanOrder(order),                        \
         TsanOrder(failure_order)),                                         \
        (__atomic_compare_exchange_n(address, &expected, value, false,      \
                                     __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST),   \
         expected));                                                        \
  }
#define INTERLEAVE_TSAN_FENCE(name)                                \
  void INTERLEAVE_HOOK(name)([[maybe_unused]] int order) {         \
    ReachFence(order, INTERLEAVE_CALLER());                        \
    INTERLEAVE_CARRY_OUT(name, (order),                            \
                         __atomic_thread_fence(__ATOMIC_SEQ_CST)); \
  }
#if INTERLEAVE_RACES
// Not wrapped: no task can be seen between them and what follows.
#define INTERLEAVE_TSAN_SIGNAL_FENCE(name)
#define INTERLEAVE_TSAN_FUNCTION_ENTRY(name)
#define INTERLEAVE_TSAN_FUNCTION_EXIT(name)
#else
#define INTERLEAVE_TSAN_SIGNAL_FENCE(name) \
  void INTERLEAVE_HOOK(name)(int) {}
#define INTERLEAVE_TSAN_FUNCTION_ENTRY(name) \
  void INTERLEAVE_HOOK(name)(void*) {}
#define INTERLEAVE_TSAN_FUNCTION_EXIT(name) \
  void INTERLEAVE_HOOK(name)() {}
#endif
#define INTERLEAVE_TSAN_COPY(name)                                         \
  void* __wrap_##name(void* to, const void* from, size_t bytes) {          \
    PieceSeen seen;                                                        \
    if (bytes > 0) seen = ReachCopy(to, from, bytes, INTERLEAVE_CALLER()); \
    if (!seen.in_pieces()) INTERLEAVE_JUMP __real_##name(to, from, bytes); \
    return CopyInPieces(seen, to, from, bytes, INTERLEAVE_CALLER());       \
  }                                                                        \
  void* INTERLEAVE_HOOK(name)(void* to, const void* from, size_t bytes)    \
      __attribute__((alias("__wrap_" #name)));
#define INTERLEAVE_TSAN_FILL(name)                                         \
  void* __wrap_##name(void* to, int value, size_t bytes) {                 \
    Seen seen;                                                             \
    if (bytes > 0) {                                                       \
      seen = Reach(OperationKind::kWrite, to, bytes, INTERLEAVE_CALLER()); \
    }                                                                      \
    if (!seen.point() && !seen.raced()) {                                  \
      INTERLEAVE_JUMP __real_##name(to, value, bytes);                     \
    }                                                                      \
    return FillInPieces(seen, to, value, bytes, INTERLEAVE_CALLER());      \
  }                                                                        \
  void* INTERLEAVE_HOOK(name)(void* to, int value, size_t bytes)           \
      __attribute__((alias("__wrap_" #name)));
#include "interleave/intercept/tsan_entries.def"

#if !INTERLEAVE_RACES
void __tsan_init() {}
#endif

}  // extern "C"
