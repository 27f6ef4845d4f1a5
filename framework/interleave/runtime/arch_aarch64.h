// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AArch64: the thread pointer (tpidr_el0), a raw futex call, contexts and the
// switch between them, which are Boost.Context's.

#ifndef INTERLEAVE_RUNTIME_ARCH_AARCH64_H_
#define INTERLEAVE_RUNTIME_ARCH_AARCH64_H_

#include <sys/syscall.h>
#include <ucontext.h>

#include <array>
#include <boost/context/detail/fcontext.hpp>
#include <cstddef>
#include <cstdint>

namespace interleave::arch {

// A system call without libc, its errno and its interceptors.
inline long RawSyscall(long number, long a, long b, long c, long d) {
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  asm volatile("svc #0"
               : "+r"(x0)
               : "r"(x8), "r"(x1), "r"(x2), "r"(x3)
               : "memory");
  return x0;
}

inline uintptr_t ReadThreadPointer() {
  uintptr_t value;
  asm volatile("mrs %0, tpidr_el0" : "=r"(value));
  return value;
}

inline void WriteThreadPointer(uintptr_t value) {
  asm volatile("msr tpidr_el0, %0" : : "r"(value) : "memory");
}

// AArch64 writes FPSR at no extra cost, and Boost.Context does not restore it.
inline void ClearFloatingPointFlags() {}

// ... nor the control word, so that there is nothing to keep here.
struct FloatingPoint {};
inline FloatingPoint ReadFloatingPoint() { return {}; }
inline void WriteFloatingPoint(const FloatingPoint&) {}

// The registers that a call keeps, as DWARF numbers them: x19 to x29, and the
// lower halves of v8 to v15.
inline constexpr std::array kKeptRegisters = {
    19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 72, 73, 74, 75, 76, 77, 78, 79};

using Arrival = boost::context::detail::transfer_t;

inline void* MakeContext(char* stack_limit, char* stack_top,
                         void (*entry)(Arrival)) {
  return boost::context::detail::make_fcontext(
      stack_top, static_cast<size_t>(stack_top - stack_limit), entry);
}

inline Arrival SwitchContext(void* to, void* data) {
  return boost::context::detail::jump_fcontext(to, data);
}

// The program counter, the stack pointer and the frame pointer of a context
// that does not run: not known, since they are Boost.Context's to keep.
inline std::array<uintptr_t, 3> ParkedRegisters(const void*) { return {}; }

// Where a signal handler's thread was when it was interrupted.
struct FaultingFrame {
  const void* code;
  uintptr_t stack_pointer;
  const void* return_address;  // if it had just been called
};

inline FaultingFrame FaultingFrameOf(const ucontext_t& context) {
  return {reinterpret_cast<const void*>(context.uc_mcontext.pc),
          static_cast<uintptr_t>(context.uc_mcontext.sp),
          reinterpret_cast<const void*>(context.uc_mcontext.regs[30])};
}

// No system call was interrupted, or one whose number is not known any more.
inline constexpr long kNoSystemCall = -1;
inline constexpr long kSomeSystemCall = -2;

// Which system call a signal handler's thread was in. One that goes on after
// the handler is about to be made again; another has come back.
inline long InterruptedSystemCall(const ucontext_t& context) {
  constexpr uint32_t kCall = 0xd4000001;  // svc #0
  const auto* const code =
      reinterpret_cast<const uint32_t*>(context.uc_mcontext.pc);
  const auto number = static_cast<long>(context.uc_mcontext.regs[8]);
  constexpr auto kInterrupted = static_cast<unsigned long long>(-4);  // EINTR
  if (code[0] == kCall) return number;
  return code[-1] == kCall && context.uc_mcontext.regs[0] == kInterrupted
             ? number
             : kNoSystemCall;
}

}  // namespace interleave::arch

#endif  // INTERLEAVE_RUNTIME_ARCH_AARCH64_H_
