// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: where programs ask the machine for chance, or for what differs from
// one run to the next. See runtime/random_source.h. The members of
// std::random_device and Abseil's pool of seeds are weak: a program that has
// them statically keeps its own.

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstring>

#include "absl/base/config.h"
#include "absl/types/span.h"
#include "interleave/intercept/absl_symbol.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/process_identity.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kRandomSourceNames[] = {
    "getrandom",
    "getentropy",
    "arc4random",
    "arc4random_buf",
    "arc4random_uniform",
    "rand",
    "srand",
    "random",
    "srandom",
    "initstate",
    "drand48",
    "lrand48",
    "mrand48",
    "srand48",
    "seed48",
    "open",
    "open64",
    "openat",
    "openat64",
    "fopen",
    "fopen64",
    "gettid",
    "sched_getcpu",
    "std::random_device::_M_getval",
    "absl::random_internal::RandenPool::Fill"};

// What the file that stands for /dev/urandom holds.
constexpr size_t kDeviceBytes = size_t{1} << 20;

// A draw is no repetition of the one before.
RandomSource& SourceOf(Task& self) { return self.execution->DrawOn(self); }

bool IsRandomDevice(const char* path) {
  return path != nullptr && (std::strcmp(path, "/dev/urandom") == 0 ||
                             std::strcmp(path, "/dev/random") == 0);
}

// A file of the task's random bytes, at its beginning; -1 with errno.
int OpenRandomBytes(Task& self, int flags) {
  const unsigned closes = (flags & O_CLOEXEC) != 0 ? MFD_CLOEXEC : 0;
  const int file = memfd_create("random", closes);
  if (file < 0) return -1;
  static std::array<char, kDeviceBytes> bytes;
  SourceOf(self).Fill(bytes.data(), bytes.size());
  for (size_t at = 0; at < bytes.size();) {
    const ssize_t wrote = write(file, bytes.data() + at, bytes.size() - at);
    if (wrote < 0) {
      const int error = errno;
      close(file);
      errno = error;
      return -1;
    }
    at += static_cast<size_t>(wrote);
  }
  lseek(file, 0, SEEK_SET);
  return file;
}

// The task that opens it, if it is to get a file of its own.
Task* AsksRandomDevice(const char* path) {
  Task* const self = CurrentTask();
  return self != nullptr && IsRandomDevice(path) ? self : nullptr;
}

bool TakesMode(int flags) {
  return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
}

FILE* OpenRandomStream(Task& self, const char* mode) {
  const int file = OpenRandomBytes(self, O_CLOEXEC);
  return file < 0 ? nullptr : fdopen(file, mode);
}

void FillFromSystem(void* to, size_t bytes) {
  for (size_t at = 0; at < bytes;) {
    const ssize_t got =
        INTERLEAVE_REAL(getrandom)(static_cast<char*>(to) + at, bytes - at, 0);
    if (got > 0) at += static_cast<size_t>(got);
  }
}

// Abseil draws the seeds of its generators from a pool that it fills once in
// the life of a process.
template <FixedString End, typename T>
void FillSeeds(absl::Span<T> to) {
  Task* const self = CurrentTask();
  if (self != nullptr) {
    SourceOf(*self).Fill(to.data(), to.size() * sizeof(T));
    return;
  }
  // A linker that takes libraries as needed leaves Abseil's pool out, since
  // this is here: the system has seeds, too.
  using Function = void(absl::Span<T>);
  static const auto real = reinterpret_cast<Function*>(
      FindReal(InterceptorName<AbslSymbol<"_ZN4absl", End>()>().data()));
  if (real != nullptr) {
    real(to);
  } else {
    FillFromSystem(to.data(), to.size() * sizeof(T));
  }
}

constexpr int Positive31(uint64_t bits) { return static_cast<int>(bits >> 33); }

pid_t ThreadIdOf(const Task& task) {
  return kFirstThreadId + static_cast<pid_t>(task.id);
}

}  // namespace

DoorNames RandomSourceDoors() { return kRandomSourceNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::SourceOf;
using interleave::Task;

extern "C" {

ssize_t getrandom(void* to, size_t bytes, unsigned flags) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(getrandom)(to, bytes, flags);
  SourceOf(*self).Fill(to, bytes);
  return static_cast<ssize_t>(bytes);
}

int getentropy(void* to, size_t bytes) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(getentropy)(to, bytes);
  constexpr size_t kBytesMax = 256;  // POSIX.1-2024
  if (bytes > kBytesMax) {
    errno = EIO;
    return -1;
  }
  SourceOf(*self).Fill(to, bytes);
  return 0;
}

uint32_t arc4random() noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(arc4random)();
  return static_cast<uint32_t>(SourceOf(*self).Next());
}

void arc4random_buf(void* to, size_t bytes) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(arc4random_buf)(to, bytes);
  SourceOf(*self).Fill(to, bytes);
}

uint32_t arc4random_uniform(uint32_t bound) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(arc4random_uniform)(bound);
  if (bound < 2) return 0;
  return static_cast<uint32_t>((SourceOf(*self).Next() >> 32) * bound >> 32);
}

int rand() noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(rand)();
  return interleave::Positive31(SourceOf(*self).NextOfLibrary());
}

void srand(unsigned seed) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(srand)(seed);
  SourceOf(*self).SeedLibrary(seed);
}

long random() noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(random)();
  return interleave::Positive31(SourceOf(*self).NextOfLibrary());
}

void srandom(unsigned seed) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(srandom)(seed);
  SourceOf(*self).SeedLibrary(seed);
}

char* initstate(unsigned seed, char* state, size_t bytes) noexcept {
  if (Task* self = CurrentTask()) SourceOf(*self).SeedLibrary(seed);
  return INTERLEAVE_REAL(initstate)(seed, state, bytes);
}

double drand48() noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(drand48)();
  constexpr double kUnit = 1.0 / static_cast<double>(uint64_t{1} << 48);
  return static_cast<double>(SourceOf(*self).NextOfLibrary() >> 16) * kUnit;
}

long lrand48() noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(lrand48)();
  return interleave::Positive31(SourceOf(*self).NextOfLibrary());
}

long mrand48() noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(mrand48)();
  return static_cast<int32_t>(SourceOf(*self).NextOfLibrary() >> 32);
}

void srand48(long seed) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(srand48)(seed);
  SourceOf(*self).SeedLibrary(static_cast<uint64_t>(seed));
}

unsigned short* seed48(unsigned short seed[3]) noexcept {
  if (Task* self = CurrentTask()) {
    SourceOf(*self).SeedLibrary(uint64_t{seed[2]} << 32 |
                                uint64_t{seed[1]} << 16 | seed[0]);
  }
  return INTERLEAVE_REAL(seed48)(seed);
}

int open(const char* path, int flags, ...) {
  if (Task* self = interleave::AsksRandomDevice(path)) {
    return interleave::OpenRandomBytes(*self, flags);
  }
  if (!interleave::TakesMode(flags)) return INTERLEAVE_REAL(open)(path, flags);
  va_list list;
  va_start(list, flags);
  const auto mode = va_arg(list, mode_t);
  va_end(list);
  return INTERLEAVE_REAL(open)(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  if (Task* self = interleave::AsksRandomDevice(path)) {
    return interleave::OpenRandomBytes(*self, flags);
  }
  if (!interleave::TakesMode(flags)) {
    return INTERLEAVE_REAL(open64)(path, flags);
  }
  va_list list;
  va_start(list, flags);
  const auto mode = va_arg(list, mode_t);
  va_end(list);
  return INTERLEAVE_REAL(open64)(path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  if (Task* self = interleave::AsksRandomDevice(path)) {
    return interleave::OpenRandomBytes(*self, flags);
  }
  if (!interleave::TakesMode(flags)) {
    return INTERLEAVE_REAL(openat)(folder, path, flags);
  }
  va_list list;
  va_start(list, flags);
  const auto mode = va_arg(list, mode_t);
  va_end(list);
  return INTERLEAVE_REAL(openat)(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
  if (Task* self = interleave::AsksRandomDevice(path)) {
    return interleave::OpenRandomBytes(*self, flags);
  }
  if (!interleave::TakesMode(flags)) {
    return INTERLEAVE_REAL(openat64)(folder, path, flags);
  }
  va_list list;
  va_start(list, flags);
  const auto mode = va_arg(list, mode_t);
  va_end(list);
  return INTERLEAVE_REAL(openat64)(folder, path, flags, mode);
}

FILE* fopen(const char* path, const char* mode) {
  if (Task* self = interleave::AsksRandomDevice(path)) {
    return interleave::OpenRandomStream(*self, mode);
  }
  return INTERLEAVE_REAL(fopen)(path, mode);
}

FILE* fopen64(const char* path, const char* mode) {
  if (Task* self = interleave::AsksRandomDevice(path)) {
    return interleave::OpenRandomStream(*self, mode);
  }
  return INTERLEAVE_REAL(fopen64)(path, mode);
}

pid_t gettid() noexcept {
  Task* self = CurrentTask();
  return self == nullptr ? INTERLEAVE_REAL(gettid)()
                         : interleave::ThreadIdOf(*self);
}

// All tasks run on one processor, whichever that is.
int sched_getcpu() noexcept {
  return CurrentTask() == nullptr ? INTERLEAVE_REAL(sched_getcpu)() : 0;
}

// Members of C++ libraries, by their mangled names.
// Weak: see cmake/isolate.cmake.
#define INTERLEAVE_MEMBER(result, name, symbol, parameters) \
  __attribute__((weak))                                     \
  result name parameters noexcept(false) __asm__(symbol);   \
  result name parameters noexcept(false)

// libstdc++'s std::random_device::_M_getval().
INTERLEAVE_MEMBER(unsigned, InterleaveRandomDevice,
                  "_ZNSt13random_device9_M_getvalEv", (void* device)) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return interleave::Real<"_ZNSt13random_device9_M_getvalEv",
                            unsigned(void*)>()(device);
  }
  return static_cast<unsigned>(SourceOf(*self).Next());
}

// libc++'s std::random_device::operator()().
INTERLEAVE_MEMBER(unsigned, InterleaveRandomDeviceOfLibcxx,
                  "_ZNSt3__113random_deviceclEv", (void* device)) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return interleave::Real<"_ZNSt3__113random_deviceclEv", unsigned(void*)>()(
        device);
  }
  return static_cast<unsigned>(SourceOf(*self).Next());
}

}  // extern "C"

// Declared as in absl/random/internal/pool_urbg.h, which lets nobody define
// them.
namespace absl {
ABSL_NAMESPACE_BEGIN
namespace random_internal {

template <typename T>
class RandenPool {
 public:
  static void Fill(Span<T> to);
};

template <>
[[gnu::weak]] void RandenPool<uint8_t>::Fill(Span<uint8_t> to) {
  interleave::FillSeeds<"15random_internal10RandenPoolIhE4FillENS0_4SpanIhEE">(
      to);
}
template <>
[[gnu::weak]] void RandenPool<uint16_t>::Fill(Span<uint16_t> to) {
  interleave::FillSeeds<"15random_internal10RandenPoolItE4FillENS0_4SpanItEE">(
      to);
}
template <>
[[gnu::weak]] void RandenPool<uint32_t>::Fill(Span<uint32_t> to) {
  interleave::FillSeeds<"15random_internal10RandenPoolIjE4FillENS0_4SpanIjEE">(
      to);
}
template <>
[[gnu::weak]] void RandenPool<uint64_t>::Fill(Span<uint64_t> to) {
  interleave::FillSeeds<"15random_internal10RandenPoolImE4FillENS0_4SpanImEE">(
      to);
}

}  // namespace random_internal
ABSL_NAMESPACE_END
}  // namespace absl
